// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks.probe;

import dev.sluice.checks.probe.Probe.Side;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.rule.SqlText;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The table that a check is about.
 *
 * @param key the columns that tell its rows
 * @param schemas of all tables
 * @param createdAt the run's time, ISO 8601 in UTC
 * @param earlier how many rows the table had; null when it was never there
 */
public record Subject(
    String table,
    List<String> key,
    Map<String, TableSchema> schemas,
    String createdAt,
    @Nullable Earlier earlier)
    implements Serializable {
  private static final int FIRST = 3;

  public Subject {
    key = List.copyOf(key);
    schemas = Map.copyOf(schemas);
  }

  /**
   * What an earlier run left.
   *
   * @param run its number
   */
  public record Earlier(long run, long rows) implements Serializable {}

  TableSchema schema(String name) {
    return Objects.requireNonNull(schemas.get(name), name);
  }

  Column column(String name) {
    return column(table, name);
  }

  Column column(String of, String name) {
    return schema(of).columnsOf(List.of(name)).get(0);
  }

  List<Column> columns(List<String> names) {
    return schema(table).columnsOf(names);
  }

  /** The rows with some columns, as they lie. */
  Side rows(List<String> columns) {
    return Side.of(Probe.ROWS, table, columns);
  }

  /** The columns that tell a row, and some more. */
  List<String> told(List<String> columns) {
    return Stream.concat(key.stream(), columns.stream()).distinct().toList();
  }

  /**
   * As {@link #told}; of a table without a key with its first columns, by which people know a row
   * whose own value says nothing of it.
   */
  List<String> recognised(List<String> columns) {
    Stream<String> telling =
        key.isEmpty()
            ? schema(table).columns().stream()
                .filter(column -> !column.isNested() && !column.isExtra())
                .limit(FIRST)
                .map(Column::name)
            : key.stream();
    return Stream.concat(telling, columns.stream()).distinct().toList();
  }

  /**
   * Some columns, and all that a condition may read: those whose names its text holds, or every one
   * where it may mean columns that it does not name.
   */
  public List<String> readBy(List<String> columns, @Nullable SqlText where) {
    if (where == null) {
      return columns;
    }
    String text = where.text().toLowerCase(Locale.ROOT);
    boolean isOpen =
        Stream.of("*", "columns", "#", table.toLowerCase(Locale.ROOT)).anyMatch(text::contains);
    List<String> read = new ArrayList<>(columns);
    for (String name : schema(table).names()) {
      String written = name.toLowerCase(Locale.ROOT).replace("\"", "\"\"");
      if (!read.contains(name) && (isOpen || text.contains(written))) {
        read.add(name);
      }
    }
    return read;
  }
}
