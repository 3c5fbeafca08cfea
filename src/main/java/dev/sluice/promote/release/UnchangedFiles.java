// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.release;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.promote.decision.Attribution;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.read.FileDamage;
import java.time.Instant;
import java.util.List;

/** Looks whether what is to be released is what was committed. */
final class UnchangedFiles {
  private UnchangedFiles() {}

  /**
   * Reads every file that the release would show: those that the run landed and those of earlier
   * runs, for production's own names of them are names of the same bytes. What the run itself read,
   * it read just now.
   */
  static void require(String root, Publisher.Wanted wanted) {
    Manifest manifest = wanted.manifest().manifest();
    boolean isAuto = wanted.made().by().equals(Attribution.AUTO);
    Instant since = isAuto ? Instant.parse(manifest.run().startedAt()) : Instant.now();
    List<DataFile> files =
        manifest.tables().stream()
            .filter(TableState::isPublished)
            .flatMap((TableState table) -> table.files().stream())
            .toList();
    FileDamage.found(root, files, since)
        .forEach(
            (file, damage) -> {
              throw isAuto
                  ? damaged(root, file, damage, manifest)
                  : new PipelineException(
                      ErrorCode.PROMOTION_REFUSED,
                      "%s/%s is missing or was changed after the run of manifest %d was staged: it %s. `sluice verify` lists all such files; restore them from a backup, or run again. Production is unchanged."
                          .formatted(root, file.path(), manifest.number(), damage));
            });
  }

  private static PipelineException damaged(
      String root, DataFile file, String damage, Manifest manifest) {
    return new PipelineException(
        ErrorCode.LAKE_READ,
        "%s/%s, which a release of run %s would show, %s. Production shows what it did. Restore the file from a backup and run again; `sluice verify` lists all that is damaged."
            .formatted(root, file.path(), manifest.run().id(), damage));
  }
}
