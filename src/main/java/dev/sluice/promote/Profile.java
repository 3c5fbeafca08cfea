// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote;

import dev.sluice.promote.TableChange.ProfileChange;
import dev.sluice.schema.Column;
import dev.sluice.sql.Kernel;
import dev.sluice.sql.SqlName;
import dev.sluice.sql.StatementFailed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Describes the values of each column of the views {@code before} and {@code after}: nulls,
 * distinct values (estimated by HyperLogLog), least, greatest, mean. Of personal columns only the
 * first two.
 */
final class Profile {
  private static final Pattern NUMBER =
      Pattern.compile("(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL.*)");
  private static final Pattern ORDERED =
      Pattern.compile("VARCHAR|DATE|TIME.*|UUID|BOOLEAN|" + NUMBER.pattern());

  private final Kernel kernel;

  Profile(Kernel kernel) {
    this.kernel = kernel;
  }

  /** A measure of a column. */
  private record Measure(String column, String name) {}

  /** The measures that differ. */
  List<ProfileChange> changes(List<Column> columns) throws StatementFailed {
    Map<Measure, String> sql = new LinkedHashMap<>();
    columns.forEach(column -> measures(column, sql));
    Map<Measure, String> before = values(Comparison.BEFORE, sql);
    Map<Measure, String> after = values(Comparison.AFTER, sql);
    List<ProfileChange> changes = new ArrayList<>();
    before.forEach(
        (measure, value) -> {
          String other = Objects.requireNonNull(after.get(measure));
          if (!other.equals(value)) {
            changes.add(new ProfileChange(measure.column(), measure.name(), value, other));
          }
        });
    return changes;
  }

  private static void measures(Column column, Map<Measure, String> sql) {
    String name = SqlName.quote(column.name());
    String typed = "CAST(%s AS %s)".formatted(name, column.type());
    sql.put(new Measure(column.name(), "nulls"), "count(*) - count(%s)".formatted(name));
    if (!ORDERED.matcher(column.type()).matches()) {
      return;
    }
    sql.put(new Measure(column.name(), "distinct"), "approx_count_distinct(%s)".formatted(name));
    if (column.pii()) {
      return;
    }
    sql.put(new Measure(column.name(), "min"), "min(%s)".formatted(typed));
    sql.put(new Measure(column.name(), "max"), "max(%s)".formatted(typed));
    if (NUMBER.matcher(column.type()).matches()) {
      sql.put(
          new Measure(column.name(), "mean"), "format('{:.6g}', avg(%s)::DOUBLE)".formatted(typed));
    }
  }

  private Map<Measure, String> values(String view, Map<Measure, String> sql)
      throws StatementFailed {
    List<Measure> measures = List.copyOf(sql.keySet());
    String items =
        String.join(", ", sql.values().stream().map(each -> "(" + each + ")::VARCHAR").toList());
    Map<Measure, String> values = new LinkedHashMap<>();
    kernel.rows(
        "SELECT %s FROM %s".formatted(items, SqlName.quote(view)),
        row -> {
          for (int i = 0; i < measures.size(); i++) {
            values.put(measures.get(i), Objects.requireNonNullElse(row.getString(i + 1), "null"));
          }
          return true;
        });
    return values;
  }
}
