// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.duckdb;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.kernel.duckdb.KernelMessages;
import dev.sluice.warehouse.Warehouse.Found;
import dev.sluice.warehouse.duckdb.file.OpenFailure;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Asks a database for rows; changes nothing. */
final class DatabaseQuestion {
  private DatabaseQuestion() {}

  /** As {@code Warehouse.ask}. */
  static Found ask(Path file, String sql, int most) {
    try (Connection connection = new Database(file, List.of()).openToRead();
        Statement statement = connection.createStatement()) {
      statement.execute("SET schema = '" + DuckDbWarehouse.STAGING + "'");
      return found(statement, sql, most);
    } catch (SQLException e) {
      throw OpenFailure.explain(file, e);
    }
  }

  private static Found found(Statement statement, String sql, int most) {
    String rows = "FROM (\n" + sql + "\n) AS against";
    try {
      long count;
      try (ResultSet result = statement.executeQuery("SELECT count(*) " + rows)) {
        boolean unused = result.next();
        count = result.getLong(1);
      }
      List<String> first = new ArrayList<>();
      if (count > 0 && most > 0) {
        try (ResultSet result =
            statement.executeQuery("SELECT against::VARCHAR %s LIMIT %d".formatted(rows, most))) {
          while (result.next()) {
            first.add(result.getString(1));
          }
        }
      }
      return new Found(count, first);
    } catch (SQLException e) {
      throw new PipelineException(
          ErrorCode.CHECK_FAILED,
          "cannot be computed: DuckDB says: " + KernelMessages.of(String.valueOf(e.getMessage())),
          e);
    }
  }
}
