// SPDX-License-Identifier: Apache-2.0
package dev.sluice.care.verify;

import dev.sluice.care.document.LakeProblem;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.promote.release.Releases;
import dev.sluice.run.settle.FollowUp;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.WarehouseSpec;
import dev.sluice.store.Lakes;
import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.read.MisfitFiles;
import dev.sluice.warehouse.load.Warehouses;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Names the tables of a lake that the warehouse cannot take: those of the newest run, and of what
 * production shows. What is committed stays committed, so that it is said, with the way out.
 */
public final class UnfitTables {
  private UnfitTables() {}

  /**
   * Looks at every file.
   *
   * @throws PipelineException when the lake cannot be read
   */
  public static List<LakeProblem> of(PipelineSpec spec) {
    try (Kernel kernel = kernel(spec)) {
      return of(spec, table -> MisfitFiles.of(kernel, spec.lake(), table));
    }
  }

  /**
   * The same for whoever does not want to wait: files are looked at only on this machine, and when
   * the warehouse did not follow the lake. What cannot be read is left to other commands.
   */
  public static List<String> notes(PipelineSpec spec) {
    try {
      boolean isRemote = Lakes.isRemote(spec.lake());
      if (spec.warehouse() == null || (!isRemote && FollowUp.isDone(spec))) {
        return List.of();
      }
      Lakes.requireReach(spec.lake());
      List<LakeProblem> found = isRemote ? of(spec, table -> List.of()) : of(spec);
      return found.stream().map(LakeProblem::message).toList();
    } catch (PipelineException e) {
      return List.of();
    }
  }

  private static List<LakeProblem> of(
      PipelineSpec spec, Function<TableState, List<String>> misfits) {
    WarehouseSpec warehouse = spec.warehouse();
    if (warehouse == null) {
      return List.of();
    }
    List<LakeProblem> problems = new ArrayList<>();
    for (Manifest manifest : shown(spec)) {
      for (TableState table : manifest.loaded()) {
        List<String> why = new ArrayList<>(Warehouses.of(warehouse).refusals(table));
        why.addAll(table.isPublished() ? misfits.apply(table) : List.of());
        if (!why.isEmpty()) {
          String message = message(warehouse, manifest, table, why);
          problems.add(new LakeProblem(ErrorCode.WAREHOUSE, manifest.path(), message));
        }
      }
    }
    return problems;
  }

  /** The manifests whose tables a warehouse shows: the newest, and that of the newest release. */
  private static Collection<Manifest> shown(PipelineSpec spec) {
    Map<Long, Manifest> manifests = new LinkedHashMap<>();
    ManifestStore.latest(spec.lake())
        .map(ManifestStore.Committed::manifest)
        .ifPresent(newest -> manifests.put(newest.number(), newest));
    Releases.of(spec.lake())
        .newest()
        .map(shown -> ManifestStore.named(spec.lake(), shown.manifest()).manifest())
        .ifPresent(shown -> manifests.putIfAbsent(shown.number(), shown));
    return manifests.values();
  }

  private static Kernel kernel(PipelineSpec spec) {
    return Kernel.open(KernelSettings.aside(Lakes.kernelFolder(spec.lake())));
  }

  private static String message(
      WarehouseSpec warehouse, Manifest manifest, TableState table, List<String> why) {
    return "The warehouse %s cannot take table %s of run %s (%s): %s. %s."
        .formatted(
            warehouse.location(),
            table.table(),
            manifest.run().id(),
            manifest.path(),
            String.join("; ", why),
            wayOut(table));
  }

  private static String wayOut(TableState table) {
    return switch (table.kind()) {
      case TYPED ->
          "The lake keeps it. Run once with `load: replace`, which reads the source of %s anew, or take it out of the spec and `sluice run --drop %1$s`: with that run the warehouse follows again"
              .formatted(table.table());
      case MODEL ->
          "The lake keeps it. `sluice run --again` makes model %s anew, by a statement with other types where those are the trouble: with that run the warehouse follows again"
              .formatted(table.table());
      case RAW, DEAD, DELETED ->
          "Such columns stay in the lake, where every reader of Parquet finds them";
    };
  }
}
