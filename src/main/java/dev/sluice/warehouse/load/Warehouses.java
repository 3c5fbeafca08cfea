// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.load;

import dev.sluice.spec.WarehouseSpec;
import dev.sluice.warehouse.Warehouse;
import dev.sluice.warehouse.bigquery.BigQueryWarehouse;
import dev.sluice.warehouse.duckdb.DuckDbWarehouse;
import java.nio.file.Path;

/** Knows every kind of warehouse. */
public final class Warehouses {
  private Warehouses() {}

  /** The warehouse of a pipeline. */
  public static Warehouse of(WarehouseSpec spec) {
    return spec.kind().equals(WarehouseSpec.BIGQUERY)
        ? new BigQueryWarehouse(spec)
        : new DuckDbWarehouse(Path.of(spec.location()), spec.patience());
  }
}
