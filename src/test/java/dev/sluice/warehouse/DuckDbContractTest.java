// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse;

import dev.sluice.warehouse.bigquery.WarehouseContract;
import dev.sluice.warehouse.duckdb.DuckDbWarehouse;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

class DuckDbContractTest extends WarehouseContract {
  private Path file;

  @Override
  protected Warehouse open() {
    file = folder.resolve("contract.duckdb");
    return new DuckDbWarehouse(file, java.time.Duration.ofMillis(200));
  }

  @Override
  protected String place() {
    return lake.root();
  }

  @Override
  protected List<String> rows(String schema, String table, String... columns) throws Exception {
    List<String> items = new ArrayList<>();
    for (String column : columns) {
      items.add(
          column.startsWith("{")
              ? "to_json(\"" + column.substring(1) + "\")::VARCHAR"
              : '"' + column + '"');
    }
    List<String> rows =
        read("SELECT " + String.join(", ", items) + " FROM " + schema + "." + table);
    rows.sort(null);
    return rows;
  }

  @Override
  protected List<String> tables(String schema) throws Exception {
    return read(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = '"
            + schema
            + "' ORDER BY 1");
  }

  private List<String> read(String query) throws Exception {
    List<String> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file);
        Statement sql = connection.createStatement();
        ResultSet result = sql.executeQuery(query)) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(text(result.getObject(i)));
        }
        rows.add(String.join("|", row));
      }
    }
    return rows;
  }

  private static String text(Object value) {
    if (value instanceof OffsetDateTime time) {
      return time.toInstant().toString();
    }
    return value instanceof BigDecimal decimal
        ? decimal.stripTrailingZeros().toPlainString()
        : String.valueOf(value);
  }
}
