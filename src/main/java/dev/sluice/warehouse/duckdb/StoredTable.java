// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.duckdb;

import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import dev.sluice.store.Sha256;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table as the database keeps it: rows with the number of the file that each is from, in schema
 * {@code sluice}, and a view of them without the numbers, under the table's own name.
 *
 * <p>Rows of one file lie together, so that the engine finds them by the least and the greatest
 * number of a row group, without a look at others: a file is taken out at the cost of its own rows.
 */
final class StoredTable {
  private static final String NUMBER = "_sluice_file";

  private final Statement sql;
  private final String schema;
  private final String table;
  private String number = "";
  private DuckDbColumns columns = new DuckDbColumns();

  private StoredTable(Statement sql, String schema, String table) {
    this.sql = sql;
    this.schema = schema;
    this.table = table;
  }

  /** A table as it is now; without columns when its rows or its view are not there. */
  static StoredTable of(Statement sql, String schema, String table) throws SQLException {
    StoredTable stored = new StoredTable(sql, schema, table);
    if (stored.kinds().equals(List.of("VIEW"))) {
      Iterator<Column> all =
          DuckDbColumns.ofTable(sql, DuckDbWarehouse.LEDGER, schema + "." + table).all().iterator();
      if (all.hasNext()) {
        stored.number = all.next().name();
        all.forEachRemaining(stored.columns::put);
      }
    }
    return stored;
  }

  /** Tells states of a table apart: what is of the same state is loaded alike. */
  static String stateOf(TableState table) {
    return Sha256.of(
        table.kind()
            + table.schema().columns().toString()
            + table.files().stream().map(DataFile::path).collect(Collectors.joining("\n")));
  }

  /** Where its rows are, quoted. */
  String rows() {
    return DuckDbWarehouse.qualified(DuckDbWarehouse.LEDGER, schema + "." + table);
  }

  /** The column of files' numbers, quoted. */
  String number() {
    return SqlName.quote(number);
  }

  /** What readers see. */
  DuckDbColumns columns() {
    return columns;
  }

  /** Makes it anew, without rows. */
  void make(DuckDbColumns wanted) throws SQLException {
    drop();
    number = NUMBER;
    while (wanted.has(number)) {
      number += "_";
    }
    columns = wanted;
    sql.execute(
        "CREATE TABLE %s (%s INTEGER, %s)".formatted(rows(), number(), wanted.definition()));
    sql.execute(
        "CREATE VIEW %s AS SELECT %s FROM %s"
            .formatted(shown(), String.join(", ", wanted.shared(wanted)), rows()));
  }

  /** Removes it, and whatever else has its name. */
  void drop() throws SQLException {
    for (String kind : kinds()) {
      sql.execute("DROP %s %s".formatted(kind, shown()));
    }
    sql.execute("DROP TABLE IF EXISTS " + rows());
  }

  /** Takes out the rows of some files, and tells how many they were. */
  long remove(Collection<Integer> files) throws SQLException {
    return sql.executeLargeUpdate(
        "DELETE FROM %s WHERE %s IN (%s)".formatted(rows(), number(), list(files)));
  }

  /** Adds the rows of some files from a table of the same columns. */
  void addFrom(String other, Collection<Integer> files) throws SQLException {
    sql.execute(
        "INSERT INTO %s SELECT * FROM %s WHERE %s IN (%s)"
            .formatted(rows(), other, number(), list(files)));
  }

  static String list(Collection<Integer> numbers) {
    return numbers.stream().sorted().map(String::valueOf).collect(Collectors.joining(", "));
  }

  /** What readers know it by, quoted. */
  String shown() {
    return DuckDbWarehouse.qualified(schema, table);
  }

  private List<String> kinds() throws SQLException {
    List<String> kinds = new ArrayList<>();
    String of =
        " WHERE database_name = current_database() AND schema_name = "
            + SqlName.literal(schema)
            + " AND lower(%s) = lower("
            + SqlName.literal(table)
            + ")";
    String query =
        "SELECT 'VIEW' FROM duckdb_views()"
            + of.formatted("view_name")
            + " UNION ALL SELECT 'TABLE' FROM duckdb_tables()"
            + of.formatted("table_name");
    try (ResultSet result = sql.executeQuery(query)) {
      while (result.next()) {
        kinds.add(result.getString(1));
      }
    }
    return kinds;
  }
}
