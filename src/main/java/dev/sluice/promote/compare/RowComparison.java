// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.compare;

import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.promote.compare.ProductionChange.RowChanges;
import dev.sluice.promote.compare.ProductionChange.Sample;
import dev.sluice.promote.compare.ProductionChange.Value;
import dev.sluice.promote.compare.ProductionChange.ValueChange;
import dev.sluice.schema.Column;
import dev.sluice.table.file.PiiTokens;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Finds the rows that differ between the views {@code before} and {@code after}. */
final class RowComparison {
  private static final int SAMPLES = 5;

  private final Kernel kernel;
  private final PiiTokens tokens;

  RowComparison(Kernel kernel, PiiTokens tokens) {
    this.kernel = kernel;
    this.tokens = tokens;
  }

  /**
   * By key where both sides have it, else as whole rows.
   *
   * @param columns those of both sides
   * @param gone those of the state before alone, which are shown of whole rows
   * @param came those of the state after alone
   */
  RowChanges of(List<Column> columns, List<String> key, List<Column> gone, List<Column> came)
      throws StatementFailed {
    List<Column> keys = columns.stream().filter(c -> key.contains(c.name())).toList();
    boolean isKeyed = !key.isEmpty() && keys.size() == key.size();
    List<Column> values =
        isKeyed ? columns.stream().filter(c -> !key.contains(c.name())).toList() : List.of();
    List<Column> by = isKeyed ? keys : columns;
    if (by.isEmpty()) {
      return RowChanges.NONE;
    }
    String changes = isKeyed ? keyed(by, values) : whole(by);
    Map<String, Long> counts = new HashMap<>();
    kernel.rows(
        "SELECT __change, count(*) FROM (%s) GROUP BY __change".formatted(changes),
        row -> counts.put(row.getString(1), row.getLong(2)));
    List<Sample> samples =
        isKeyed || (gone.isEmpty() && came.isEmpty())
            ? kernel.rows(sampled(changes, by.size()), row -> sample(row, by, values))
            : new WholeRows(kernel, tokens, by).samples(sampled(changes, by.size()), gone, came);
    return new RowChanges(
        isKeyed ? key : List.of(),
        counts.getOrDefault("added", 0L),
        counts.getOrDefault("removed", 0L),
        counts.getOrDefault("changed", 0L),
        samples);
  }

  /** The first few of each kind in the order of their keys. */
  private static String sampled(String changes, int keys) {
    String order =
        IntStream.range(0, keys).mapToObj(i -> "__k" + i).collect(Collectors.joining(", "));
    return "SELECT * FROM (%s) QUALIFY row_number() OVER (PARTITION BY __change ORDER BY %s) <= %d ORDER BY __change, %s"
        .formatted(changes, order, SAMPLES, order);
  }

  /** Columns: change, each key, and of each value whether it differs, before and after. */
  private static String keyed(List<Column> keys, List<Column> values) {
    List<String> items = new ArrayList<>();
    List<String> join = new ArrayList<>();
    List<String> differs = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      String name = SqlName.quote(keys.get(i).name());
      items.add("coalesce(__n.%1$s, __o.%1$s) AS __k%2$d".formatted(name, i));
      join.add("__o.%1$s IS NOT DISTINCT FROM __n.%1$s".formatted(name));
    }
    for (Column value : values) {
      String name = SqlName.quote(value.name());
      String differ = ValueCloseness.differs(value, "__o", "__n");
      differs.add(differ);
      items.add("%s, __o.%s::VARCHAR, __n.%s::VARCHAR".formatted(differ, name, name));
    }
    differs.add("false");
    return """
    SELECT CASE WHEN __o.__there IS NULL THEN 'added' WHEN __n.__there IS NULL THEN 'removed'
      ELSE 'changed' END AS __change, %s
    FROM %s __o FULL JOIN %s __n ON %s
    WHERE __o.__there IS NULL OR __n.__there IS NULL OR %s\
    """
        .formatted(
            String.join(", ", items),
            side(TableComparison.BEFORE, keys, values),
            side(TableComparison.AFTER, keys, values),
            String.join(" AND ", join),
            String.join(" OR ", differs));
  }

  private static String side(String view, List<Column> keys, List<Column> values) {
    List<Column> all = new ArrayList<>(keys);
    all.addAll(values);
    return "(SELECT true AS __there, %s FROM %s)".formatted(casts(all), SqlName.quote(view));
  }

  private static String whole(List<Column> columns) {
    String keys =
        IntStream.range(0, columns.size())
            .mapToObj(i -> "__x." + SqlName.quote(columns.get(i).name()) + " AS __k" + i)
            .collect(Collectors.joining(", "));
    String added = only(columns, TableComparison.AFTER, TableComparison.BEFORE);
    String removed = only(columns, TableComparison.BEFORE, TableComparison.AFTER);
    String half = "SELECT '%s' AS __change, %s FROM (%s) __x";
    if (columns.stream().noneMatch(ValueCloseness::isRounded)) {
      return half.formatted("added", keys, added)
          + " UNION ALL "
          + half.formatted("removed", keys, removed);
    }
    String one = half + " ANTI JOIN (%s) __y ON __x.__nth = __y.__nth AND %s";
    String same = ValueCloseness.same(columns, "__x", "__y");
    return one.formatted("added", keys, added, removed, same)
        + " UNION ALL "
        + one.formatted("removed", keys, removed, added, same);
  }

  /**
   * The rows that one view has more of; those equal but for doubles are numbered in their order.
   */
  private static String only(List<Column> columns, String view, String other) {
    List<Column> rounded = columns.stream().filter(ValueCloseness::isRounded).toList();
    String items = casts(columns);
    String rows =
        "SELECT %s FROM \"%s\" EXCEPT ALL SELECT %s FROM \"%s\""
            .formatted(items, view, items, other);
    if (rounded.isEmpty()) {
      return rows;
    }
    List<Column> exact = columns.stream().filter(c -> !ValueCloseness.isRounded(c)).toList();
    return "SELECT *, row_number() OVER (%s ORDER BY %s) AS __nth FROM (%s)"
        .formatted(exact.isEmpty() ? "" : "PARTITION BY " + names(exact), names(rounded), rows);
  }

  private static String names(List<Column> columns) {
    return SqlName.list(columns.stream().map(Column::name).toList());
  }

  private static String casts(List<Column> columns) {
    return columns.stream()
        .map(c -> "CAST(%1$s AS %2$s) AS %1$s".formatted(SqlName.quote(c.name()), c.type()))
        .collect(Collectors.joining(", "));
  }

  private Sample sample(ResultSet row, List<Column> keys, List<Column> values) throws SQLException {
    String change = row.getString(1);
    List<Value> key = new ArrayList<>();
    int at = 2;
    for (Column column : keys) {
      key.add(new Value(column.name(), shown(column, row.getString(at++))));
    }
    List<ValueChange> changed = new ArrayList<>();
    for (Column column : values) {
      boolean differs = row.getBoolean(at);
      if (differs && change.equals("changed")) {
        changed.add(
            new ValueChange(
                column.name(),
                shown(column, row.getString(at + 1)),
                shown(column, row.getString(at + 2))));
      }
      at += 3;
    }
    return new Sample(change, key, changed);
  }

  private String shown(Column column, @Nullable String value) {
    return shown(tokens, column, value);
  }

  static String shown(PiiTokens tokens, Column column, @Nullable String value) {
    String visible = column.pii() ? tokens.of(value) : value;
    return Objects.requireNonNullElse(visible, "null");
  }
}
