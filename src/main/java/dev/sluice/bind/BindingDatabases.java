// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind;

import dev.sluice.kernel.duckdb.DuckDb;
import dev.sluice.kernel.sql.LogicalTime;
import dev.sluice.kernel.sql.SqlName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The empty databases that binders bind in. To open one costs 30 ms of CPU, to empty one a fraction
 * of that: a few wait for the next binder. Thread-safe.
 */
final class BindingDatabases {
  /** A spec is bound by two at a time. */
  private static final int MOST_WAITING = 2;

  /** To drop more would cost as much as to open another one. */
  private static final int MOST_TABLES = 100;

  private static final ConcurrentLinkedQueue<Connection> WAITING = new ConcurrentLinkedQueue<>();

  private BindingDatabases() {}

  /** One that holds no table. */
  static Connection take() throws SQLException {
    @Nullable Connection waiting = WAITING.poll();
    return waiting == null ? open() : waiting;
  }

  private static Connection open() throws SQLException {
    Connection connection =
        DuckDb.memory(List.of(), List.of("threads = 1", "errors_as_json = true"));
    try (Statement statement = connection.createStatement()) {
      statement.execute(LogicalTime.definition("2000-01-01T00:00:00Z"));
    }
    return connection;
  }

  /** Takes back one that holds these tables. */
  static void giveBack(Connection connection, Collection<String> tables) throws SQLException {
    if (tables.size() > MOST_TABLES || WAITING.size() >= MOST_WAITING) {
      connection.close();
      return;
    }
    Set<String> schemas = new HashSet<>();
    try (Statement statement = connection.createStatement()) {
      for (String table : tables) {
        BoundName name = BoundName.of(table);
        statement.execute("DROP TABLE IF EXISTS " + name.sql());
        if (name.schema() != null) {
          schemas.add(name.schema());
        }
      }
      for (String schema : schemas) {
        statement.execute("DROP SCHEMA " + SqlName.quote(schema));
      }
    }
    WAITING.add(connection);
  }
}
