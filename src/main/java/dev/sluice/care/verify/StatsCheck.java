// SPDX-License-Identifier: Apache-2.0
package dev.sluice.care.verify;

import dev.sluice.care.document.LakeProblem;
import dev.sluice.care.inventory.LakeInventory;
import dev.sluice.care.inventory.LakePath;
import dev.sluice.error.ErrorCode;
import dev.sluice.stats.TableStats;
import dev.sluice.stats.stored.FileStats;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads the statistics of data files, which no document names: each file has its own checksum. */
final class StatsCheck {
  private StatsCheck() {}

  static List<LakeProblem> check(String lake, LakeInventory inventory) {
    return inventory.files().keySet().parallelStream()
        .filter(FileStats::isOne)
        .filter(path -> LakePath.ofFile(path).kind() == LakePath.Kind.DATA)
        .flatMap(path -> problem(lake, path).stream())
        .sorted(Comparator.comparing(LakeProblem::file))
        .toList();
  }

  private static Optional<LakeProblem> problem(String lake, String path) {
    try {
      TableStats unused = FileStats.read(lake, path);
      return Optional.empty();
    } catch (IOException e) {
      String message =
          "The statistics cannot be read: %s. No row is lost; remove the file."
              .formatted(e.getMessage());
      return Optional.of(new LakeProblem(ErrorCode.LAKE_READ, path, message));
    }
  }
}
