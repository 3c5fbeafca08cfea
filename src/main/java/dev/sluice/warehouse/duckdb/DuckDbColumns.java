// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.duckdb;

import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Columns in order, found by name as DuckDB does: upper and lower case are the same. */
final class DuckDbColumns {
  /** When Sluice made a row and last changed it; added where a table has no such columns. */
  static final List<String> STAMPS = List.of("created_at", "updated_at");

  static final String STAMP_TYPE = "TIMESTAMP WITH TIME ZONE";

  private final Map<String, Column> byName = new LinkedHashMap<>();

  /** The columns of a contract. */
  static DuckDbColumns of(TableSchema schema) {
    DuckDbColumns columns = new DuckDbColumns();
    schema.columns().forEach(columns::put);
    return columns;
  }

  /** The columns of a table of the database; empty when there is no such table. */
  static DuckDbColumns ofTable(Statement sql, String schema, String table) throws SQLException {
    return read(
        sql,
        "SELECT column_name, data_type FROM duckdb_columns() WHERE database_name ="
            + " current_database() AND schema_name = "
            + SqlName.literal(schema)
            + " AND table_name = "
            + SqlName.literal(table)
            + " ORDER BY column_index");
  }

  /** The columns of a relation. */
  static DuckDbColumns ofRelation(Statement sql, String relation) throws SQLException {
    return read(
        sql, "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM " + relation + ")");
  }

  private static DuckDbColumns read(Statement sql, String query) throws SQLException {
    DuckDbColumns columns = new DuckDbColumns();
    try (ResultSet result = sql.executeQuery(query)) {
      while (result.next()) {
        columns.put(Column.of(result.getString(1), result.getString(2), true));
      }
    }
    return columns;
  }

  /** Adds a column, or gives the one of that name a new type in its place. */
  void put(Column column) {
    byName.put(key(column.name()), column);
  }

  /** The same without a column. */
  DuckDbColumns without(String name) {
    DuckDbColumns rest = new DuckDbColumns();
    rest.byName.putAll(byName);
    rest.byName.remove(key(name));
    return rest;
  }

  /** Adds the columns whose names are not there yet. */
  void putMissing(DuckDbColumns others) {
    others.byName.forEach(byName::putIfAbsent);
  }

  /** Adds the other's columns; one that both have gets a type that holds the values of both. */
  void join(DuckDbColumns others) {
    for (Column other : others.byName.values()) {
      Column own = find(other.name());
      put(
          own == null
              ? other
              : Column.of(own.name(), CommonType.of(own.type(), other.type()), true));
    }
  }

  /** Gives columns the types that they have in the other. */
  void retype(DuckDbColumns others) {
    for (Column own : List.copyOf(byName.values())) {
      Column other = others.find(own.name());
      if (other != null) {
        put(Column.of(own.name(), other.type(), true));
      }
    }
  }

  boolean has(String name) {
    return byName.containsKey(key(name));
  }

  private @Nullable Column find(String name) {
    return byName.get(key(name));
  }

  boolean isEmpty() {
    return byName.isEmpty();
  }

  Collection<Column> all() {
    return byName.values();
  }

  /** The columns that the other lacks. */
  List<Column> minus(DuckDbColumns others) {
    List<Column> rest = new ArrayList<>(byName.values());
    rest.removeIf(c -> others.has(c.name()));
    return rest;
  }

  /** The quoted names of the columns that the other has too. */
  List<String> shared(DuckDbColumns others) {
    List<String> names = new ArrayList<>();
    for (Column column : byName.values()) {
      if (others.has(column.name())) {
        names.add(SqlName.quote(column.name()));
      }
    }
    return names;
  }

  /** Whether no column has one type here and another there. */
  boolean agreesWith(DuckDbColumns others) {
    return byName.values().stream()
        .allMatch(
            own -> {
              Column other = others.find(own.name());
              return other == null || other.type().equals(own.type());
            });
  }

  /** The columns as a table's definition. */
  String definition() {
    return byName.values().stream()
        .map(c -> SqlName.quote(c.name()) + " " + c.type())
        .collect(Collectors.joining(", "));
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
