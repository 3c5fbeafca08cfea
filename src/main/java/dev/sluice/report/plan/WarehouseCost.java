// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.plan;

import dev.sluice.error.PipelineException;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.WarehouseSpec;
import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.log.ManifestStore.Committed;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a BigQuery warehouse costs, as far as the newest manifest tells. */
final class WarehouseCost {
  private static final double GIB = 1L << 30;

  private WarehouseCost() {}

  /** Lines for people; empty for a warehouse that costs nothing. */
  static List<String> of(PipelineSpec spec) {
    WarehouseSpec warehouse = spec.warehouse();
    if (warehouse == null || !warehouse.kind().equals(WarehouseSpec.BIGQUERY)) {
      return List.of();
    }
    try {
      Optional<Committed> newest = ManifestStore.latest(spec.lake());
      return newest.isEmpty()
          ? List.of("not known before the first run; load jobs are free")
          : lines(newest.get().manifest());
    } catch (PipelineException e) {
      return List.of("not known: " + e.getMessage());
    }
  }

  /** Sizes are those of the lake's Parquet; BigQuery counts values as they are, not compressed. */
  static List<String> lines(Manifest newest) {
    long staging = 0;
    long production = 0;
    long added = 0;
    for (TableState table : newest.loaded()) {
      staging += table.data().bytes();
      added += table.landed().stream().mapToLong(file -> file.content().bytes()).sum();
      production += table.isPublished() ? table.data().bytes() : 0;
    }
    BigQueryPrices prices = BigQueryPrices.known();
    return List.of(
        "to load: %s if a run adds as much as the last one; load jobs are free"
            .formatted(size(added)),
        said(
            "stored: %s of Parquet in staging and production, $%.2f a month if BigQuery needed no more; uncompressed it is usually 3 to 10 times that",
            size(staging + production), prices.perMonth(staging + production)),
        said(
            "read by the transaction: at least %s, $%.4f; tables whose files are replaced are read too",
            size(2 * added), prices.toRead(2 * added)));
  }

  private static String said(String form, String size, double dollars) {
    return String.format(Locale.ROOT, form, size, dollars);
  }

  private static String size(long bytes) {
    double kib = bytes / 1024.0;
    if (kib < 1024) {
      return String.format(Locale.ROOT, "%.1f KiB", kib);
    }
    return kib < 1024 * 1024
        ? String.format(Locale.ROOT, "%.1f MiB", kib / 1024)
        : String.format(Locale.ROOT, "%.1f GiB", bytes / GIB);
  }
}
