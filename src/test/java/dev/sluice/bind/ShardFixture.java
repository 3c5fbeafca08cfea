// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind;

import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Random tables that a statement can be run on in one piece and in shards. */
final class ShardFixture implements AutoCloseable {
  static final Map<String, TableSchema> SCHEMAS =
      Map.of(
          "a", schema("k BIGINT", "g VARCHAR", "v BIGINT", "tags BIGINT[]"),
          "b", schema("k BIGINT", "g VARCHAR", "w BIGINT"),
          "c", schema("k INTEGER", "v BIGINT"),
          "l", schema("g VARCHAR", "f BIGINT"));
  static final Set<String> LOOKUP = Set.of("l");

  private final Connection connection;

  ShardFixture(long seed) throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:");
    Random random = new Random(seed);
    run("SET threads = 1");
    for (String table : List.of("a", "b", "l")) {
      TableSchema schema = SCHEMAS.get(table);
      String columns =
          schema.columns().stream()
              .map(c -> c.name() + " " + c.type())
              .collect(Collectors.joining(", "));
      run("CREATE TABLE whole_" + table + " (" + columns + ")");
      int rows = table.equals("l") ? 3 : 20 + random.nextInt(20);
      String values =
          Stream.generate(() -> row(schema, random)).limit(rows).collect(Collectors.joining(", "));
      run("INSERT INTO whole_" + table + " VALUES " + values);
    }
    run("CREATE VIEW l AS FROM whole_l");
  }

  private static TableSchema schema(String... columns) {
    return new TableSchema(
        Arrays.stream(columns)
            .map(c -> Column.of(c.split(" ")[0], c.split(" ")[1], true))
            .toList());
  }

  private static String row(TableSchema schema, Random random) {
    return schema.columns().stream()
        .map(column -> value(column, random))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static String value(Column column, Random random) {
    if (random.nextInt(6) == 0) {
      return "NULL";
    }
    int number = random.nextInt(6);
    return switch (column.type()) {
      case "VARCHAR" -> "'g" + number % 4 + "'";
      case "BIGINT[]" -> "[" + number + ", " + random.nextInt(3) + "]";
      default -> String.valueOf(number);
    };
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The rows of the statement on whole tables, each with how often it appears. */
  Map<String, Integer> whole(String sql) throws SQLException {
    Map<String, Integer> rows = new TreeMap<>();
    view("true");
    collect(sql, rows);
    return rows;
  }

  /** The rows of the statement on each of the shards, together. */
  Map<String, Integer> sharded(String sql, List<String> per, int shards) throws SQLException {
    Map<String, Integer> rows = new TreeMap<>();
    for (int shard = 0; shard < shards; shard++) {
      view("hash(" + SqlName.list(per) + ") % " + shards + " = " + shard);
      collect(sql, rows);
    }
    return rows;
  }

  /** The rows of the statement on arbitrary batches of rows, together. */
  Map<String, Integer> batches(String sql, int rowsEach) throws SQLException {
    Map<String, Integer> rows = new TreeMap<>();
    for (int from = 0; from < 40; from += rowsEach) {
      view("rowid >= " + from + " AND rowid < " + (from + rowsEach));
      collect(sql, rows);
    }
    return rows;
  }

  private void view(String condition) throws SQLException {
    for (String table : List.of("a", "b")) {
      run("CREATE OR REPLACE VIEW " + table + " AS FROM whole_" + table + " WHERE " + condition);
    }
  }

  private void collect(String sql, Map<String, Integer> rows) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= columns; i++) {
          row.append(result.getString(i)).append('|');
        }
        rows.merge(row.toString(), 1, Integer::sum);
      }
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
