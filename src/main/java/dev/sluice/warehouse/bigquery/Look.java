// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery;

import dev.sluice.warehouse.Condition;
import dev.sluice.warehouse.Condition.Broken;
import dev.sluice.warehouse.Condition.Depth;
import dev.sluice.warehouse.Condition.Missing;
import dev.sluice.warehouse.Condition.Whole;
import java.util.List;
import java.util.Map;

/** Looks at the datasets: what the ledger says, and whether each table has the rows it notes. */
final class Look {
  private Look() {}

  static Condition at(Service service, Depth depth) {
    Ledger ledger = new Ledger(service);
    if (!ledger.exists()) {
      return new Missing();
    }
    if (depth == Depth.ROWS) {
      for (String schema : List.of(Place.STAGING, Place.PRODUCTION)) {
        for (Map.Entry<String, Long> noted : ledger.counts(schema).entrySet()) {
          var table = service.place().table(schema, noted.getKey());
          String name = schema + "." + noted.getKey();
          if (service.table(table) == null) {
            return new Broken(name + " is gone");
          }
          long rows = service.count(table);
          if (rows != noted.getValue()) {
            return new Broken("%s has %d rows, not %d".formatted(name, rows, noted.getValue()));
          }
        }
      }
    }
    return new Whole(ledger.first(), ledger.newest(), ledger.newestRelease(), List.of());
  }

  static String mark(Service service) {
    Ledger ledger = new Ledger(service);
    return ledger.exists() ? ledger.seqs().toString() : "-";
  }
}
