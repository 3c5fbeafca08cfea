// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery;

import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.WarehouseSpec;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.LakeTables;
import java.util.ArrayList;
import java.util.List;

/**
 * How new rows of a table come to BigQuery where a stream appends what can be appended, as far as
 * the spec tells.
 *
 * @param whyLoaded why they come by load jobs; empty for a table whose rows are appended
 */
public record TableWay(String table, String whyLoaded) {
  public boolean isAppended() {
    return whyLoaded.isEmpty();
  }

  /** Of every table of a pipeline, in its order; its warehouse is one of BigQuery. */
  public static List<TableWay> of(PipelineSpec spec) {
    WarehouseSpec warehouse = spec.warehouse();
    List<TableWay> ways = new ArrayList<>();
    for (TableSpec table : spec.tables()) {
      boolean isText =
          warehouse != null
              && warehouse.tables().stream()
                  .anyMatch(t -> t.name().equals(table.name()) && t.isText());
      ways.add(
          new TableWay(
              LakeTables.raw(table.name()),
              isText ? "" : "the types of its columns are known from its files alone"));
      ways.add(
          switch (table.load().disposition()) {
            case APPEND -> new TableWay(table.name(), "");
            case MERGE -> new TableWay(table.name(), "its rows are merged by key");
            case REPLACE -> new TableWay(table.name(), "each run replaces its rows");
          });
    }
    for (ModelSpec model : spec.models()) {
      ways.add(new TableWay(model.name(), "it is computed anew"));
    }
    ways.add(new TableWay(LakeTables.DEAD_LETTERS, ""));
    return ways;
  }
}
