// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery;

import dev.sluice.error.Plural;
import dev.sluice.warehouse.WarehouseState;
import dev.sluice.warehouse.WarehouseState.Broken;
import dev.sluice.warehouse.WarehouseState.Depth;
import dev.sluice.warehouse.WarehouseState.Missing;
import dev.sluice.warehouse.WarehouseState.Whole;
import dev.sluice.warehouse.bigquery.client.BigQueryService;
import dev.sluice.warehouse.bigquery.client.DatasetPlace;
import dev.sluice.warehouse.bigquery.ledger.BigQueryLedger;
import java.util.List;
import java.util.Map;

/** Looks at the datasets: what the ledger says, and whether each table has the rows it notes. */
final class DatasetCheck {
  private DatasetCheck() {}

  static WarehouseState at(BigQueryService service, Depth depth) {
    BigQueryLedger ledger = new BigQueryLedger(service);
    if (!ledger.exists()) {
      return new Missing();
    }
    if (depth == Depth.ROWS) {
      for (String schema : List.of(DatasetPlace.STAGING, DatasetPlace.PRODUCTION)) {
        for (Map.Entry<String, Long> noted : ledger.counts(schema).entrySet()) {
          var table = service.place().table(schema, noted.getKey());
          String name = schema + "." + noted.getKey();
          if (service.table(table) == null) {
            return new Broken(name + " is gone");
          }
          long rows = service.count(table);
          if (rows != noted.getValue()) {
            return new Broken(
                "%s has %s, not %d".formatted(name, Plural.of(rows, "row"), noted.getValue()));
          }
        }
      }
    }
    return new Whole(ledger.first(), ledger.newest(), ledger.newestRelease(), List.of());
  }

  static String mark(BigQueryService service) {
    BigQueryLedger ledger = new BigQueryLedger(service);
    return ledger.exists() ? ledger.seqs().toString() : "-";
  }
}
