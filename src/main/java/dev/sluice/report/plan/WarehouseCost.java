// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.plan;

import dev.sluice.error.PipelineException;
import dev.sluice.run.stream.WarehousePace;
import dev.sluice.spec.Layout;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.WarehouseSpec;
import dev.sluice.spec.WarehouseSpec.Way;
import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.log.ManifestStore.Committed;
import dev.sluice.warehouse.bigquery.TableWay;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a BigQuery warehouse costs, as far as the newest manifest tells, and what is paid for. */
final class WarehouseCost {
  private static final double GIB = 1L << 30;

  private WarehouseCost() {}

  /** Lines for people; empty for a warehouse that costs nothing. */
  static List<String> of(PipelineSpec spec) {
    WarehouseSpec warehouse = spec.warehouse();
    if (warehouse == null || !warehouse.kind().equals(WarehouseSpec.BIGQUERY)) {
      return List.of();
    }
    Set<String> appended =
        ways(spec).stream()
            .filter(TableWay::isAppended)
            .map(TableWay::table)
            .collect(Collectors.toSet());
    try {
      Optional<Committed> newest = ManifestStore.latest(spec.lake());
      return newest.isEmpty()
          ? List.of(
              "not known before the first run; "
                  + paid(BigQueryPrices.known(), !appended.isEmpty()))
          : lines(newest.get().manifest(), appended);
    } catch (PipelineException e) {
      return List.of("not known: " + e.getMessage());
    }
  }

  /** By which way the rows of each table come, for people; empty where all come by load jobs. */
  static List<String> byTable(PipelineSpec spec) {
    List<TableWay> ways = ways(spec);
    List<String> lines = new ArrayList<>();
    String appended =
        ways.stream()
            .filter(TableWay::isAppended)
            .map(TableWay::table)
            .collect(Collectors.joining(", "));
    if (!appended.isEmpty()) {
      lines.add(
          "appended by the Storage Write API: %s; by load jobs where files of theirs are made anew"
              .formatted(appended));
    }
    ways.stream()
        .filter(way -> !way.isAppended())
        .map(way -> "by load jobs: %s, for %s".formatted(way.table(), way.whyLoaded()))
        .forEach(lines::add);
    return lines;
  }

  private static List<TableWay> ways(PipelineSpec spec) {
    boolean isAppended =
        spec.layout().mode() == Layout.Mode.STREAMING && WarehousePace.way(spec) == Way.APPENDS;
    return isAppended ? TableWay.of(spec) : List.of();
  }

  private static String paid(BigQueryPrices prices, boolean isAppended) {
    return isAppended
        ? String.format(
            Locale.ROOT,
            "rows that are appended cost $%.3f a GiB, beyond %.0f TiB in a month; load jobs are free",
            prices.gibAppended(),
            prices.tibFree())
        : "load jobs are free";
  }

  /**
   * Sizes are those of the lake's Parquet; BigQuery counts values as they are, not compressed.
   *
   * @param appended the tables whose rows are appended
   */
  static List<String> lines(Manifest newest, Set<String> appended) {
    long staging = 0;
    long production = 0;
    long added = 0;
    long paid = 0;
    for (TableState table : newest.loaded()) {
      staging += table.data().bytes();
      long landed = table.landed().stream().mapToLong(file -> file.content().bytes()).sum();
      added += landed;
      paid += appended.contains(table.table()) ? landed : 0;
      production += table.isPublished() ? table.data().bytes() : 0;
    }
    BigQueryPrices prices = BigQueryPrices.known();
    List<String> lines = new ArrayList<>();
    if (!appended.isEmpty()) {
      lines.add(
          "to append: %s of Parquet if a run adds as much as the last one; %s"
              .formatted(size(paid), paid(prices, true)));
      lines.add("to load: %s likewise".formatted(size(added - paid)));
    } else {
      lines.add(
          "to load: %s if a run adds as much as the last one; %s"
              .formatted(size(added), paid(prices, false)));
    }
    lines.add(
        said(
            "stored: %s of Parquet in staging and production, $%.2f a month if BigQuery needed no more; uncompressed it is usually 3 to 10 times that",
            size(staging + production), prices.perMonth(staging + production)));
    lines.add(
        said(
            "read by the transaction: at least %s, $%.4f; tables whose files are replaced are read too",
            size(2 * added), prices.toRead(2 * added)));
    return List.copyOf(lines);
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
