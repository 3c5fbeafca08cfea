// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote;

import dev.sluice.lake.Checksums;
import dev.sluice.lake.DataFile;
import dev.sluice.lake.Manifest;
import dev.sluice.lake.TableState;
import java.util.List;

/** Looks whether what was approved is what would be released. */
final class Unchanged {
  private Unchanged() {}

  /** Reads every file that a release of the manifest would show. */
  static void require(String root, Manifest manifest) {
    List<DataFile> files =
        manifest.tables().stream()
            .filter(TableState::isPublished)
            .flatMap((TableState table) -> table.files().stream())
            .toList();
    files.parallelStream()
        .filter(file -> !Checksums.matches(root, file))
        .findFirst()
        .ifPresent(
            file -> {
              throw Approvals.refused(
                  "%s/%s is missing or was changed after the run of manifest %d was staged. `sluice verify` lists all such files; restore them from a backup, or run again."
                      .formatted(root, file.path(), manifest.number()));
            });
  }
}
