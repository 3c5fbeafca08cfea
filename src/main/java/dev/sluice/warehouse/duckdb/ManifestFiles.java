// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.duckdb;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.sql.ParquetRead;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.store.Lakes;
import dev.sluice.store.object.ObjectStore;
import dev.sluice.table.DataFile;
import dev.sluice.table.file.LandedRun;
import dev.sluice.table.file.Scope;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.read.FileDamage;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Finds a manifest's files in a lake, and the run time of their partitions. */
final class ManifestFiles {
  private static final DateTimeFormatter LITERAL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS'+00'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final String root;
  private final Instant runTime;
  private final Instant since;

  private ManifestFiles(String root, Instant runTime, Instant since) {
    this.root = root;
    this.runTime = runTime;
    this.since = since;
  }

  /** The files of a lake, as seen by a run, which read what it landed and what it builds on. */
  static ManifestFiles of(String lake, Manifest.Stamp run) {
    return of(lake, run, Instant.parse(run.startedAt()));
  }

  /** As {@link #of(String, Manifest.Stamp)}; what was read before a moment is read again. */
  static ManifestFiles of(String lake, Manifest.Stamp run, Instant since) {
    return new ManifestFiles(lake, Instant.parse(run.createdAt()), since);
  }

  /** The folders of this machine in which the files of a lake are read. */
  static List<String> folders(String lake) {
    return List.of(KernelSettings.resolve(Lakes.kernelFolder(lake)));
  }

  /** What reads the files as one relation; columns are matched by name. */
  String relation(Collection<DataFile> files) {
    List<String> paths = files.stream().map(this::existing).toList();
    return ParquetRead.of(paths);
  }

  /**
   * The time of the run that landed a row, as an expression: that of the file's partition, or of a
   * merged file what its rows say.
   */
  String partitionTime(DataFile file) {
    if (LandedRun.isMerged(file.path())) {
      return LandedRun.time();
    }
    Instant time = Scope.timeOf(file.path()).orElse(runTime);
    return "TIMESTAMPTZ " + SqlName.literal(LITERAL.format(time));
  }

  /**
   * Compares files with what the manifest says of them.
   *
   * @throws PipelineException LAKE_READ when one is lost, cut or changed
   */
  void requireWhole(Collection<DataFile> files) {
    files.forEach(this::existing);
    FileDamage.found(root, files, since)
        .forEach(
            (file, damage) -> {
              throw new PipelineException(
                  ErrorCode.LAKE_READ,
                  "%s/%s is not what the manifest says: it was changed after the commit. Restore it from a backup; `sluice verify` lists every such file. The warehouse is as it was"
                      .formatted(root, file.path()));
            });
  }

  private String existing(DataFile file) {
    try {
      return ObjectStore.of(root).fetch(file.path()).toString();
    } catch (NoSuchFileException e) {
      throw new PipelineException(
          ErrorCode.LAKE_READ,
          "The manifest names "
              + file.path()
              + ", but the lake "
              + root
              + " has no such file. Restore it from a backup; `sluice verify` lists every such file."
              + " The warehouse is as it was",
          e);
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_READ,
          "Cannot read %s/%s: %s. The warehouse is as it was".formatted(root, file.path(), e),
          e);
    }
  }
}
