// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.duckdb.ask;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.kernel.duckdb.KernelMessages;
import dev.sluice.warehouse.Warehouse.Found;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Asks a database for rows; changes nothing. */
public final class DatabaseQuestion {
  private DatabaseQuestion() {}

  /**
   * As {@code Warehouse.ask}.
   *
   * @param statement of a connection whose schema is the one that is asked
   */
  public static Found ask(Statement statement, String sql, int most) {
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
