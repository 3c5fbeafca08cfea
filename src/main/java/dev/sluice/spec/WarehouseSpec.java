// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where typed tables are loaded for SQL users.
 *
 * @param kind {@code duckdb} or {@code bigquery}
 * @param location the absolute path of the database file, or {@code PROJECT.PREFIX}, and
 *     {@code @LOCATION} when one is given
 * @param tables what a warehouse may use that a manifest does not say; empty for {@code duckdb}
 * @param patience how long to wait for another process that writes to a database file
 * @param way how rows come to it
 */
public record WarehouseSpec(
    String kind, String location, List<Table> tables, Duration patience, Way way)
    implements Serializable {
  /** As long as a query of a person may take who looks something up. */
  public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(10);

  public static final String DUCKDB = "duckdb";
  public static final String BIGQUERY = "bigquery";

  /** How rows come to BigQuery; a database file is written to in one way only. */
  public enum Way {
    /** By load jobs, which are free, and begin after seconds. */
    LOADS,
    /** Rows of tables that only grow are appended, which is paid for; others by load jobs. */
    APPENDS
  }

  public WarehouseSpec {
    tables = List.copyOf(tables);
  }

  /** A place that load jobs bring rows to. */
  public WarehouseSpec(String kind, String location, List<Table> tables, Duration patience) {
    this(kind, location, tables, patience, Way.LOADS);
  }

  /** A place for which nobody waits longer than is usual. */
  public WarehouseSpec(String kind, String location, List<Table> tables) {
    this(kind, location, tables, DEFAULT_PATIENCE);
  }

  public static WarehouseSpec duckdb(String file) {
    return new WarehouseSpec(DUCKDB, file, List.of());
  }

  /** What a schema such as {@code staging} is called there. */
  public String schema(String name) {
    if (!kind.equals(BIGQUERY)) {
      return name;
    }
    int at = location.indexOf('@');
    String datasets = at < 0 ? location : location.substring(0, at);
    return datasets.substring(datasets.lastIndexOf('.') + 1) + "_" + name;
  }

  /** The same place, for which somebody waits as long as that. */
  public WarehouseSpec waiting(Duration other) {
    return new WarehouseSpec(kind, location, tables, other, way);
  }

  /** The same place with what is known of its tables. */
  public WarehouseSpec with(List<Table> known) {
    return new WarehouseSpec(kind, location, known, patience, way);
  }

  /** The same place, to which rows come in another way. */
  public WarehouseSpec by(Way other) {
    return new WarehouseSpec(kind, location, tables, patience, other);
  }

  /**
   * What the spec says of one table.
   *
   * @param key the columns whose values identify a row; empty when none are declared
   * @param isText whether the raw values are text, as those of CSV and JSON are
   * @param partitionBy the column by whose days the table is cut; null for that of Sluice's choice
   * @param isGrowing whether runs add rows to it and, as a rule, take none away
   */
  public record Table(
      String name,
      List<String> key,
      boolean isText,
      @Nullable String partitionBy,
      boolean isGrowing)
      implements Serializable {
    public Table {
      key = List.copyOf(key);
    }

    /** A table whose rows may be replaced by others. */
    public Table(String name, List<String> key, boolean isText, @Nullable String partitionBy) {
      this(name, key, isText, partitionBy, false);
    }
  }
}
