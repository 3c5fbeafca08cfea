// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.rule;

import dev.sluice.error.ErrorCode;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A condition on one row. False breaks it; true and null do not, as in a SQL CHECK constraint.
 *
 * @param name unique within its table; the expression itself when the author gave none
 * @param where of which rows it is asked: of those for which this is true; null for all
 * @param at which rows it is asked of
 * @param told what a rule in a short form says of a row that breaks it; null for one in SQL
 */
public record RuleSpec(
    String name,
    SqlText sql,
    Consequence consequence,
    @Nullable SqlText where,
    At at,
    @Nullable Told told)
    implements Serializable {

  /** The rows that a rule is asked of. */
  public enum At {
    /** Rows as their source has them: every column is a text. */
    RAW,
    /** Typed rows. */
    STAGING
  }

  /** A condition on every typed row, written in SQL. */
  public RuleSpec(String name, SqlText sql, Consequence consequence) {
    this(name, sql, consequence, null, At.STAGING, null);
  }

  /**
   * What is said of a row that breaks a rule.
   *
   * @param columns that the rule reads
   * @param observed SQL of a text such as {@code is -3}
   * @param wanted such as {@code must be between 0 and 10000}
   * @param asksPresence whether null breaks it, so that a value which is none of its column's type
   *     would seem to
   * @param code of the dead letter
   */
  public record Told(
      List<String> columns, String observed, String wanted, boolean asksPresence, ErrorCode code)
      implements Serializable {
    public Told {
      columns = List.copyOf(columns);
    }
  }

  /** The code of a row that breaks it. */
  public ErrorCode code() {
    return told == null ? ErrorCode.RULE_BROKEN : told.code();
  }

  /** The rule with another consequence. */
  public RuleSpec with(Consequence other) {
    return new RuleSpec(name, sql, other, where, at, told);
  }

  /** All SQL of the rule, as it is asked. */
  public List<SqlText> inOrder() {
    return where == null ? List.of(sql) : List.of(where, sql);
  }

  /** The text of all SQL of the rule. */
  public List<String> texts() {
    return Stream.of(sql, where).filter(text -> text != null).map(SqlText::text).toList();
  }

  public boolean isRaw() {
    return at == At.RAW;
  }

  /** The rule for people: its SQL, or what a short form asks. */
  public String words() {
    if (told == null) {
      return condition();
    }
    String asks = String.join(", ", told.columns()) + " " + told.wanted();
    return where == null ? asks : asks + ", where " + where.text();
  }

  /** What the rule asks, and of which rows. */
  public String asked() {
    return isRaw() ? condition() + " at raw" : condition();
  }

  /** The whole rule as one expression. */
  public String condition() {
    // Line ends close comments that the author may have left open.
    return where == null
        ? sql.text()
        : "CASE WHEN (" + where.text() + "\n) THEN (" + sql.text() + "\n) ELSE true END";
  }
}
