// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.rule;

import dev.sluice.error.issue.Position;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import dev.sluice.spec.parse.rule.ShortForm.Misfit;
import java.util.regex.Pattern;

/** The column that a rule asks about, and where the rule names it. */
record Subject(Column column, Position position) {
  private static final Pattern WHOLE = Pattern.compile("TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT");
  private static final Pattern TIME =
      Pattern.compile("DATE|TIME|TIMESTAMP|TIMESTAMP WITH TIME ZONE");

  String sql() {
    return SqlName.quote(column.name());
  }

  String type() {
    return column.type();
  }

  boolean isText() {
    return type().equals("VARCHAR");
  }

  boolean isFraction() {
    return type().equals("FLOAT") || type().equals("DOUBLE");
  }

  boolean isNumber() {
    return isFraction() || WHOLE.matcher(type()).matches() || type().startsWith("DECIMAL(");
  }

  boolean isTime() {
    return TIME.matcher(type()).matches();
  }

  /** SQL of a text: {@code is 7}, {@code is 'abc'}; long ones are cut. */
  String isValue() {
    String text = "CAST(" + sql() + " AS VARCHAR)";
    String cut =
        "CASE WHEN length(%1$s) > 80 THEN left(%1$s, 80) || '…' ELSE %1$s END".formatted(text);
    return isText() ? "'is ''' || " + cut + " || ''''" : "'is ' || " + cut;
  }

  /** A column whose type a kind cannot take. */
  Misfit misfit(String takes, String suggestion) {
    return new Misfit(
        position,
        "takes %s; `%s` is of type %s".formatted(takes, column.name(), type()),
        suggestion);
  }

  void requireText() throws Misfit {
    if (!isText()) {
      throw misfit("texts", "take a column of texts, or a rule in SQL");
    }
  }
}
