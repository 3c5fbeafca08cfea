// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.release;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.promote.decision.Attribution;
import dev.sluice.promote.release.Release.ReleasedTable;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState;
import dev.sluice.table.iceberg.SnapshotFiles;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.read.FileDamage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Looks whether what is to be released is what was committed. */
final class UnchangedFiles {
  private UnchangedFiles() {}

  /**
   * Reads every file that the release would show and that production does not show: those that it
   * shows were read before, and are names of the same bytes. What the run itself read, it read just
   * now.
   *
   * @param shown the newest release
   */
  static void require(String root, Publisher.Wanted wanted, Optional<Release> shown) {
    Manifest manifest = wanted.manifest().manifest();
    boolean isAuto = wanted.made().by().equals(Attribution.AUTO);
    Instant since = isAuto ? Instant.parse(manifest.run().startedAt()) : Instant.now();
    FileDamage.found(root, unshown(root, manifest, shown, isAuto), since)
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

  private static List<DataFile> unshown(
      String root, Manifest manifest, Optional<Release> shown, boolean isAuto) {
    try {
      return manifest.published().stream()
          .flatMap(table -> unshown(root, table, shown).stream())
          .toList();
    } catch (PipelineException e) {
      throw isAuto || e.code() != ErrorCode.LAKE_READ
          ? e
          : new PipelineException(
              ErrorCode.PROMOTION_REFUSED, e.getMessage() + " Production is unchanged.", e);
    }
  }

  private static List<DataFile> unshown(String root, TableState table, Optional<Release> shown) {
    SnapshotFiles files = ReleasedTable.stored(table);
    ReleasedTable before = shown.map(release -> release.tables().get(table.table())).orElse(null);
    if (before != null) {
      try {
        return files.since(before.in(root, table.table())).added();
      } catch (PipelineException e) {
        return files.files(); // what production shows may be damaged, and be replaced now
      }
    }
    return files.files();
  }

  private static PipelineException damaged(
      String root, DataFile file, String damage, Manifest manifest) {
    return new PipelineException(
        ErrorCode.LAKE_READ,
        "%s/%s, which a release of run %s would show, %s. Production shows what it did. Restore the file from a backup and run again; `sluice verify` lists all that is damaged."
            .formatted(root, file.path(), manifest.run().id(), damage));
  }
}
