// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec;

import dev.sluice.error.issue.Position;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.spec.rule.CheckSpec;
import dev.sluice.spec.rule.CheckSpec.RuleInWarehouse;
import dev.sluice.spec.rule.SqlText;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A statement that the warehouse is asked for a table or model.
 *
 * @param statement returns the rows that should not be
 * @param parts what of it the author wrote, and where it begins
 */
public record WarehouseCheck(String table, CheckSpec check, String statement, List<Part> parts)
    implements Serializable {
  /** So many columns tell a row of a table that has no key, and whose rule names none. */
  private static final int MOST_SHOWN = 3;

  public WarehouseCheck {
    parts = List.copyOf(parts);
  }

  /** SQL of the author's that stands in a statement from an offset on. */
  public record Part(SqlText sql, int from) implements Serializable {}

  /** What the author wrote as a whole. */
  static WarehouseCheck of(String table, CheckSpec check, SqlText sql) {
    return new WarehouseCheck(table, check, sql.text(), List.of(new Part(sql, 0)));
  }

  /**
   * The rows that break a rule: for which it is false, as in a SQL CHECK constraint.
   *
   * @param isBigQuery in whose words names are quoted
   */
  static WarehouseCheck of(
      String table,
      CheckSpec check,
      RuleInWarehouse rule,
      List<String> key,
      List<String> columns,
      boolean isBigQuery) {
    List<Part> parts = new ArrayList<>();
    StringBuilder text = new StringBuilder("SELECT ");
    text.append(
        shown(rule, key, columns).stream()
            .map(name -> quoted(name, isBigQuery))
            .collect(Collectors.joining(", ")));
    text.append(" FROM ").append(quoted(table, isBigQuery)).append(" WHERE ");
    SqlText where = rule.where();
    if (where != null) {
      text.append("(");
      parts.add(new Part(where, text.length()));
      // Line ends close comments that the author may have left open.
      text.append(where.text()).append("\n) AND ");
    }
    text.append("NOT (");
    parts.add(new Part(rule.sql(), text.length()));
    text.append(rule.sql().text()).append("\n)");
    return new WarehouseCheck(table, check, text.toString(), parts);
  }

  /** The key, and the columns that the rule names. */
  private static Set<String> shown(RuleInWarehouse rule, List<String> key, List<String> columns) {
    SqlText where = rule.where();
    String text = rule.sql().text() + (where == null ? "" : " " + where.text());
    Set<String> shown = new LinkedHashSet<>(key);
    for (String column : columns) {
      Pattern word =
          Pattern.compile(
              "(?<![\\p{L}\\p{N}_])" + Pattern.quote(column) + "(?![\\p{L}\\p{N}_])",
              Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
      if (word.matcher(text).find()) {
        shown.add(column);
      }
    }
    return shown.isEmpty()
        ? new LinkedHashSet<>(columns.subList(0, Math.min(MOST_SHOWN, columns.size())))
        : shown;
  }

  private static String quoted(String name, boolean isBigQuery) {
    return isBigQuery ? "`" + name + "`" : SqlName.quote(name);
  }

  /** How people know it: {@code check `name` of orders}. */
  public String called() {
    String what = check.kind() instanceof RuleInWarehouse ? "rule" : "check";
    return "%s `%s` of %s".formatted(what, check.name(), table);
  }

  /** The position in the author's file of a 0-based character offset into the statement. */
  public Position at(int offset) {
    Part found = parts.get(0);
    for (Part part : parts) {
      if (part.from() <= offset) {
        found = part;
      }
    }
    int inside = Math.max(0, offset - found.from());
    return found.sql().at(Math.min(inside, found.sql().text().length()));
  }
}
