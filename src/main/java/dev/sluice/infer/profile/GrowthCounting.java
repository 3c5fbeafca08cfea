// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.profile;

import dev.sluice.infer.profile.Candidate.Kind;
import dev.sluice.infer.words.Nothings;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import java.util.List;
import java.util.Optional;

/**
 * Sees whether the values of a column grow from row to row of each file; it gives up at the first
 * that does not.
 */
final class GrowthCounting {
  /** What grows and tells how far a file was read. */
  private static final List<Kind> KINDS =
      List.of(Kind.BIGINT, Kind.TIMESTAMP, Kind.TIMESTAMPTZ, Kind.DATE);

  private final Kernel kernel;
  private final ColumnProfile column;

  GrowthCounting(Kernel kernel, ColumnProfile column) {
    this.kernel = kernel;
    this.column = column;
  }

  /** Looks at a batch whose values were counted already. */
  void count(String relation, String name) throws StatementFailed {
    if (!column.isGrowing || column.filled == 0) {
      return;
    }
    Optional<String> value = value(name);
    if (value.isEmpty()) {
      column.isGrowing = false;
      return;
    }
    String last =
        column.last.isEmpty()
            ? "NULL"
            : "CAST(%s AS %s)".formatted(SqlName.literal(column.last), column.growthType);
    kernel
        .rows(
            ("SELECT coalesce(bool_and(v >= coalesce(p, %1$s)), true), max(v)::VARCHAR,"
                    + " coalesce(max(v) > coalesce(%1$s, min(v)), false) FROM"
                    + " (SELECT v, lag(v) OVER (ORDER BY r) AS p, r FROM"
                    + " (SELECT %2$s AS v, rowid AS r FROM %3$s) WHERE v IS NOT NULL)")
                .formatted(last, value.get(), relation),
            row -> {
              column.isGrowing &= row.getBoolean(1);
              String greatest = row.getString(2);
              column.last = greatest == null ? column.last : greatest;
              column.hasGrown |= row.getBoolean(3);
              return 0;
            })
        .clear();
  }

  /** The value as SQL; empty where the column is of no type that grows. */
  private Optional<String> value(String name) {
    if (!column.isText()) {
      column.growthType = column.sourceType;
      boolean isOrdered = column.sourceType.matches("(TINY|SMALL|BIG)?INT(EGER)?|DATE|TIMESTAMP.*");
      return isOrdered ? Optional.of(name) : Optional.empty();
    }
    Candidate candidate = column.growth;
    if (candidate == null) {
      candidate =
          column.holding.keySet().stream()
              .filter(each -> KINDS.contains(each.kind()) && column.holds(each))
              .findFirst()
              .orElse(null);
      column.growth = candidate;
    }
    if (candidate == null || !column.holds(candidate)) {
      return Optional.empty();
    }
    column.growthType = candidate.kind().type();
    return Optional.of(
        "CASE WHEN NOT %s THEN %s END".formatted(Nothings.isOne(name), candidate.value(name)));
  }
}
