// SPDX-License-Identifier: Apache-2.0
package dev.sluice.care.inventory;

import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.WarehouseSpec;
import dev.sluice.spec.policy.NotifySpec;
import dev.sluice.spec.telling.LineageSpec;
import dev.sluice.spec.telling.MetricsSpec;
import dev.sluice.store.Lakes;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Files of a pipeline that may lie in the lake's folder and are no part of the lake. */
public final class LakeNeighbours {
  private LakeNeighbours() {}

  public static Set<Path> of(PipelineSpec spec) {
    Set<Path> files = new HashSet<>();
    if (Lakes.isRemote(spec.lake())) {
      return files;
    }
    WarehouseSpec warehouse = spec.warehouse();
    if (warehouse != null && warehouse.kind().equals(WarehouseSpec.DUCKDB)) {
      Path file = Path.of(warehouse.location());
      files.add(file);
      files.add(file.resolveSibling(file.getFileName() + ".wal"));
      files.add(file.resolveSibling("." + file.getFileName() + ".lock"));
    }
    NotifySpec notice = spec.publish().notice();
    if (notice != null && notice.kind() == NotifySpec.Kind.FILE) {
      files.add(Path.of(notice.target()));
    }
    LineageSpec lineage = spec.lineage();
    if (lineage != null && lineage.isFile()) {
      files.add(Path.of(lineage.target()));
    }
    MetricsSpec metrics = spec.metrics();
    if (metrics != null && metrics.prometheus() != null) {
      files.add(Path.of(metrics.prometheus()));
    }
    return files;
  }
}
