// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.duckdb.told;

import dev.sluice.history.Past;
import dev.sluice.history.told.Behind;
import dev.sluice.history.told.HistoryRows;
import dev.sluice.history.told.HistoryTable;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.table.log.Manifest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what accepted runs told in tables beside the ledger: {@code sluice.runs}, {@code
 * sluice.checks}, {@code sluice.column_stats}. They change in the transaction of the load itself,
 * and are made of the lake's log: rows of a run are added once, and those of one that was rejected
 * go when a run comes that does not build on it. Runs that came meanwhile are added together; where
 * a table is missing, or has other columns, all of it is made anew.
 */
public final class HistoryLoad {
  /** So many rows are added by one statement. */
  private static final int ROWS = 500;

  private final Statement sql;
  private final String lake;

  /** That of the runs of a lake, by a statement within a transaction. */
  public HistoryLoad(Statement sql, String lake) {
    this.sql = sql;
    this.lake = lake;
  }

  /**
   * Brings the tables up to a run.
   *
   * @param number of its entry in the log; a run that is not there changes nothing
   */
  public void follow(long number) throws SQLException {
    Past past = Past.upTo(lake, number);
    List<Manifest> newest = past.runs(1);
    boolean isWhole = make();
    if (newest.isEmpty() || (isWhole && newest() == number)) {
      return;
    }
    Behind behind = isWhole ? Behind.of(past, this::newestUpTo) : Behind.WHOLLY;
    for (HistoryTable table : HistoryTable.values()) {
      sql.execute("DELETE FROM %s WHERE run > %d".formatted(name(table), behind.base()));
      add(table, past, behind.runs());
    }
  }

  private static String name(HistoryTable table) {
    return SqlName.quote(HistoryTable.SCHEMA) + "." + SqlName.quote(table.table());
  }

  /** False when some table was not there, or had other columns. */
  private boolean make() throws SQLException {
    boolean isWhole = true;
    for (HistoryTable table : HistoryTable.values()) {
      List<String> wanted =
          table.columns().columns().stream()
              .map(column -> SqlName.quote(column.name()) + " " + column.type())
              .toList();
      if (!columns(table).equals(wanted)) {
        isWhole = false;
        sql.execute(
            "CREATE OR REPLACE TABLE %s (%s)".formatted(name(table), String.join(", ", wanted)));
      }
    }
    return isWhole;
  }

  private List<String> columns(HistoryTable table) throws SQLException {
    String query =
        "SELECT column_name, data_type FROM duckdb_columns() WHERE database_name = current_database() AND schema_name = %s AND table_name = %s ORDER BY column_index"
            .formatted(SqlName.literal(HistoryTable.SCHEMA), SqlName.literal(table.table()));
    List<String> columns = new ArrayList<>();
    try (ResultSet result = sql.executeQuery(query)) {
      while (result.next()) {
        columns.add(SqlName.quote(result.getString(1)) + " " + result.getString(2));
      }
    }
    return columns;
  }

  private long newest() throws SQLException {
    return newestUpTo(Long.MAX_VALUE);
  }

  /** The newest run that is told of, and is no newer than one; 0 when there is none. */
  private long newestUpTo(long number) throws SQLException {
    String query =
        "SELECT coalesce(max(run), 0) FROM %s WHERE run <= %d"
            .formatted(name(HistoryTable.RUNS), number);
    try (ResultSet result = sql.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    }
  }

  private void add(HistoryTable table, Past past, int runs) throws SQLException {
    List<String> rows = new ArrayList<>();
    HistoryRows.each(table, past, runs, row -> rows.add(spelled(row)));
    for (int from = 0; from < rows.size(); from += ROWS) {
      List<String> some = rows.subList(from, Math.min(rows.size(), from + ROWS));
      sql.execute("INSERT INTO %s VALUES %s".formatted(name(table), String.join(", ", some)));
    }
  }

  /** Texts become what their columns are. */
  private static String spelled(List<@Nullable Object> row) {
    return row.stream()
        .map(value -> value == null ? "NULL" : SqlName.literal(value.toString()))
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
