// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lineage;

import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.WarehouseSpec;
import dev.sluice.table.iceberg.Tables;

/**
 * What OpenLineage calls a dataset, after its naming conventions: files of this machine by their
 * absolute path, objects by their bucket and name, tables of BigQuery by project, dataset and
 * table.
 */
record DatasetName(String namespace, String name) {
  private static final String SCHEME = "://";

  /** Of a path or pattern. */
  static DatasetName ofPath(String path) {
    int scheme = path.indexOf(SCHEME);
    if (scheme < 0) {
      return new DatasetName("file", path);
    }
    int slash = path.indexOf('/', scheme + SCHEME.length());
    return slash < 0
        ? new DatasetName(path, "/")
        : new DatasetName(path.substring(0, slash), path.substring(slash + 1));
  }

  /** Of a table of the lake. */
  static DatasetName ofTable(PipelineSpec spec, String table) {
    return ofPath(spec.lake() + "/" + Tables.FOLDER + "/" + table);
  }

  /** Of a table as production shows it in the warehouse. */
  static DatasetName inWarehouse(WarehouseSpec warehouse, String table) {
    String production = warehouse.schema("production");
    if (!warehouse.kind().equals(WarehouseSpec.BIGQUERY)) {
      return new DatasetName("file", warehouse.location() + "/" + production + "." + table);
    }
    String place = warehouse.location();
    String datasets = place.contains("@") ? place.substring(0, place.indexOf('@')) : place;
    String project = datasets.substring(0, Math.max(datasets.lastIndexOf('.'), 0));
    return new DatasetName("bigquery", project + "." + production + "." + table);
  }
}
