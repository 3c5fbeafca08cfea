// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.compact;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.ParquetRead;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.stats.stored.FileStats;
import dev.sluice.table.DataFile;
import dev.sluice.table.DataFile.Part;
import dev.sluice.table.file.LandedRun;
import dev.sluice.table.file.ParquetFiles;
import dev.sluice.table.file.Scope;
import dev.sluice.table.read.LakeRelation;
import dev.sluice.table.read.VerifyInherited;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of several files as one, in their order, with all that is known of them: of rows
 * that are kept as they were landed, by which run; of validated ones, from which source files they
 * were read.
 */
final class Rewrite {
  private final Kernel kernel;
  private final Scope run;

  Rewrite(Kernel kernel, Scope run) {
    this.kernel = kernel;
    this.run = run;
  }

  /**
   * Writes one file.
   *
   * @param files of one table and of the same columns
   * @param hasLanded whether it is to be kept of each row which run landed it
   * @throws PipelineException LAKE_READ when one of them is lost or damaged
   */
  DataFile of(List<DataFile> files, boolean hasLanded) {
    String table = files.get(0).table();
    files.forEach(file -> VerifyInherited.requireWhole(run.root(), file));
    DataFile made =
        hasLanded
            ? write(
                files, LandedRun.folder(run, LandedRun.owner(files.get(0).path())), landed(files))
            : write(files, run.folder(table), select("*", files));
    long rows = files.stream().mapToLong(DataFile::rows).sum();
    if (made == null || made.rows() != rows) {
      throw new PipelineException(
          ErrorCode.INTERNAL,
          "%d rows of %s became %d. Nothing was committed."
              .formatted(rows, table, made == null ? 0 : made.rows()));
    }
    if (hasLanded) {
      return LandedRun.hiding(made).withParts(merged(files));
    }
    FileStats.sum(run.root(), files).ifPresent(sum -> FileStats.keep(run.root(), made, sum));
    return made.withParts(parts(files));
  }

  private String select(String items, List<DataFile> files) {
    List<String> paths =
        files.stream().map(file -> LakeRelation.local(run.root(), file.path())).toList();
    return "SELECT %s FROM %s".formatted(items, ParquetRead.of(paths));
  }

  /** The rows with the folders of the runs that landed them; a merged file has those already. */
  private String landed(List<DataFile> files) {
    List<String> folders =
        files.stream().map(file -> LandedRun.of(file.path()).orElse("")).toList();
    String own =
        "%s[(%s + 1)::BIGINT]"
            .formatted(SqlName.literals(folders), SqlName.quote(ParquetRead.INDEX));
    String column = SqlName.quote(LandedRun.COLUMN);
    String items =
        LandedRun.isAnyMerged(files)
            ? "* EXCLUDE (%1$s), coalesce(%1$s, %2$s) AS %1$s".formatted(column, own)
            : "*, %2$s AS %1$s".formatted(column, own);
    return select(items, files);
  }

  private @Nullable DataFile write(List<DataFile> files, String folder, String rows) {
    String table = files.get(0).table();
    String origin =
        files.stream().map(DataFile::origin).distinct().count() == 1 ? files.get(0).origin() : "";
    try {
      return ParquetFiles.write(
          kernel, run, table, folder, new ParquetFiles.Query(rows, Map.of(), origin));
    } catch (StatementFailed e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE,
          "Cannot make one file of %d of %s: %s. Nothing was committed."
              .formatted(files.size(), table, e.withoutValues().getMessage()),
          e.withoutValues());
    }
  }

  /** So that it is known of the merged file alone whether somebody has all its rows already. */
  private static List<Part> merged(List<DataFile> files) {
    return files.stream().map(file -> new Part(file.path(), file.rows())).toList();
  }

  private static List<Part> parts(List<DataFile> files) {
    List<Part> parts = new ArrayList<>();
    files.forEach(
        file -> file.parts().forEach(part -> Part.add(parts, part.source(), part.rows())));
    return parts;
  }
}
