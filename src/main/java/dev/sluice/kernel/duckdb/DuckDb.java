// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kernel.duckdb;

import dev.sluice.kernel.sql.ParquetRead;
import dev.sluice.kernel.sql.SqlName;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;

/**
 * Opens DuckDB, the one place that does: it loads no extension, touches no file but its own and
 * those in the folders it was given, counts time in UTC, and nothing of that can be changed by a
 * statement.
 */
public final class DuckDb {
  static {
    DriverEvents.leaveOut();
  }

  private DuckDb() {}

  /** Whether statements may change a database file. */
  public enum Mode {
    READ,
    WRITE
  }

  /**
   * Opens a database in memory, which can ask rules of every kind; the caller closes it.
   *
   * @param folders whose files statements may read and write
   * @param settings as {@code SET} takes them
   */
  public static DuckDBConnection memory(List<String> folders, List<String> settings)
      throws SQLException {
    DuckDBConnection connection = open("", Mode.WRITE, folders, settings);
    RuleFunction.define(connection);
    return connection;
  }

  /**
   * Opens a database file, made when there is none; the caller closes it. The file must be a DuckDB
   * file: of others the engine would look for what reads them.
   *
   * @param folders whose files statements may read and write besides
   * @param settings as {@code SET} takes them
   */
  public static DuckDBConnection file(
      Path file, Mode mode, List<String> folders, List<String> settings) throws SQLException {
    return open(file.toString(), mode, folders, settings);
  }

  /**
   * By the driver itself: a process that runs the jobs of many programs, one after the other, may
   * have forgotten the drivers that it was told of.
   */
  private static DuckDBConnection connect(String database, Properties properties)
      throws SQLException {
    return (DuckDBConnection)
        Objects.requireNonNull(new DuckDBDriver().connect("jdbc:duckdb:" + database, properties));
  }

  private static DuckDBConnection open(
      String database, Mode mode, List<String> folders, List<String> settings) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("autoinstall_known_extensions", "false");
    properties.setProperty("autoload_known_extensions", "false");
    if (mode == Mode.READ) {
      properties.setProperty(DuckDBDriver.DUCKDB_READONLY_PROPERTY, "true");
    }
    DuckDBConnection connection = connect(database, properties);
    try (Statement statement = connection.createStatement()) {
      for (String setting : settings) {
        statement.execute("SET " + setting);
      }
      statement.execute("SET TimeZone = 'UTC'");
      // It computes what two TRY have in common outside of both, where it fails the statement.
      statement.execute("SET disabled_optimizers = 'common_subexpressions'");
      // What is read of a folder is compared with the text of its pattern.
      List<String> allowed =
          folders.stream().flatMap(f -> Stream.of(f, ParquetRead.name(f))).distinct().toList();
      statement.execute("SET allowed_directories = " + SqlName.literals(allowed));
      statement.execute("SET enable_external_access = false");
      statement.execute("SET lock_configuration = true");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }
}
