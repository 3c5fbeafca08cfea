// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.compact;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.ParquetRead;
import dev.sluice.stats.stored.FileStats;
import dev.sluice.table.DataFile;
import dev.sluice.table.DataFile.Part;
import dev.sluice.table.file.ParquetFiles;
import dev.sluice.table.file.Scope;
import dev.sluice.table.read.LakeRelation;
import dev.sluice.table.read.VerifyInherited;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the rows of several files as one, in their order, with all that is known of them. */
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
   * @throws PipelineException LAKE_READ when one of them is lost or damaged
   */
  DataFile of(List<DataFile> files) {
    String table = files.get(0).table();
    files.forEach(file -> VerifyInherited.requireWhole(run.root(), file));
    DataFile made = write(table, files);
    long rows = files.stream().mapToLong(DataFile::rows).sum();
    if (made == null || made.rows() != rows) {
      throw new PipelineException(
          ErrorCode.INTERNAL,
          "%d rows of %s became %d. Nothing was committed."
              .formatted(rows, table, made == null ? 0 : made.rows()));
    }
    FileStats.sum(run.root(), files).ifPresent(sum -> FileStats.keep(run.root(), made, sum));
    return made.withParts(parts(files));
  }

  private @Nullable DataFile write(String table, List<DataFile> files) {
    List<String> paths =
        files.stream().map(file -> LakeRelation.local(run.root(), file.path())).toList();
    String origin =
        files.stream().map(DataFile::origin).distinct().count() == 1 ? files.get(0).origin() : "";
    String rows = "SELECT * FROM " + ParquetRead.of(paths);
    try {
      return ParquetFiles.write(
          kernel, run, table, run.folder(table), new ParquetFiles.Query(rows, Map.of(), origin));
    } catch (StatementFailed e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE,
          "Cannot make one file of %d of %s: %s. Nothing was committed."
              .formatted(files.size(), table, e.withoutValues().getMessage()),
          e.withoutValues());
    }
  }

  private static List<Part> parts(List<DataFile> files) {
    List<Part> parts = new ArrayList<>();
    files.forEach(
        file -> file.parts().forEach(part -> Part.add(parts, part.source(), part.rows())));
    return parts;
  }
}
