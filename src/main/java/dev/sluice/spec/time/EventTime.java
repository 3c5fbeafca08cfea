// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.time;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Position;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.spec.rule.Consequence;
import dev.sluice.spec.rule.RuleSpec;
import dev.sluice.spec.rule.SqlText;
import dev.sluice.spec.unit.Spans;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which column of a table says when what its rows tell happened, and how far rows may be behind.
 *
 * @param column a timestamp or a date
 * @param outOfOrder by how much the watermark is behind the greatest event time
 * @param allowedLateness by how much a row may be behind the watermark; null where none is late
 * @param idleAfter after how long without a row a partition no longer holds the watermark up
 */
public record EventTime(
    String column, Duration outOfOrder, @Nullable Duration allowedLateness, Duration idleAfter)
    implements Serializable {
  public static final Duration DEFAULT_OUT_OF_ORDER = Duration.ofSeconds(10);
  public static final Duration DEFAULT_IDLE_AFTER = Duration.ofMinutes(1);

  /** The rule by which rows that come too late are dead letters. */
  public static final String RULE = "allowed_lateness";

  /**
   * What is asked of a row that comes when the watermark stands somewhere; null where none is late.
   *
   * @param watermark that of the rows before
   */
  public @Nullable RuleSpec lateness(Instant watermark) {
    if (allowedLateness == null) {
      return null;
    }
    Instant least = watermark.minus(allowedLateness);
    long micros = least.getEpochSecond() * 1_000_000 + least.getNano() / 1000;
    String name = SqlName.quote(column);
    RuleSpec.Told told =
        new RuleSpec.Told(
            List.of(column),
            "'is ' || CAST(" + name + " AS VARCHAR)",
            "must not be before %s: the watermark stood at %s, and rows may come %s late"
                .formatted(least, watermark, Spans.spell(allowedLateness)),
            false,
            ErrorCode.LATE);
    SqlText sql = new SqlText("epoch_us(" + name + ") >= " + micros, new Position("", 1, 1), 0);
    return new RuleSpec(RULE, sql, Consequence.DEAD_LETTER, null, RuleSpec.At.STAGING, told);
  }
}
