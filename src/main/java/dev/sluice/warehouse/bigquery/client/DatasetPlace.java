// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery.client;

import com.google.cloud.bigquery.DatasetId;
import com.google.cloud.bigquery.TableId;

/**
 * Where a pipeline's tables are.
 *
 * @param prefix of the names of its datasets
 * @param location where datasets are made; empty for BigQuery's default
 */
public record DatasetPlace(String project, String prefix, String location) {
  public static final String STAGING = "staging";
  public static final String PRODUCTION = "production";

  /** Sluice's own tables: the ledger, and files that were loaded but are not shown yet. */
  public static final String OWN = "sluice";

  /** The place that a spec names: {@code PROJECT.PREFIX} or {@code PROJECT.PREFIX@LOCATION}. */
  public static DatasetPlace of(String text) {
    int at = text.indexOf('@');
    String name = at < 0 ? text : text.substring(0, at);
    int dot = name.lastIndexOf('.');
    return new DatasetPlace(
        name.substring(0, dot), name.substring(dot + 1), at < 0 ? "" : text.substring(at + 1));
  }

  public DatasetId dataset(String schema) {
    return DatasetId.of(project, prefix + "_" + schema);
  }

  public TableId table(String schema, String table) {
    return TableId.of(project, prefix + "_" + schema, table);
  }

  /** The table's name as a statement spells it. */
  public static String sql(TableId table) {
    return "`" + table.getProject() + "." + table.getDataset() + "." + table.getTable() + "`";
  }

  @Override
  public String toString() {
    return "bigquery:" + project + "." + prefix;
  }
}
