// SPDX-License-Identifier: Apache-2.0
package dev.sluice.land.merge;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState;
import dev.sluice.table.file.ParquetFiles;
import dev.sluice.table.file.Scope;
import dev.sluice.table.read.LakeRelation;
import dev.sluice.table.read.VerifyInherited;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes live files of a table anew under other names of columns. Rows stay in their order and
 * files in their bucket, so that all that is known of them holds.
 */
public final class RenameColumns {
  private final Kernel kernel;
  private final Scope run;
  private final Map<String, String> names;

  /**
   * A renaming for a run.
   *
   * @param names the present names by the earlier ones
   */
  public RenameColumns(Kernel kernel, Scope run, Map<String, String> names) {
    this.kernel = kernel;
    this.run = run;
    this.names = Map.copyOf(names);
  }

  /** The table with files of the present names; those without such a column stay. */
  public TableState of(TableState table) {
    List<DataFile> old = new ArrayList<>();
    List<DataFile> files = new ArrayList<>();
    for (DataFile file : table.files()) {
      VerifyInherited.requireWhole(run.root(), file);
      try {
        DataFile now = of(table.table(), file);
        if (!now.path().equals(file.path())) {
          old.add(file);
          files.add(now);
        }
      } catch (StatementFailed e) {
        throw new PipelineException(
            ErrorCode.INTERNAL,
            "Cannot write %s under other names: %s".formatted(file.path(), e.getMessage()),
            e);
      }
    }
    return table.withData(table.data().with(old, files));
  }

  private DataFile of(String table, DataFile file) throws StatementFailed {
    String rows = LakeRelation.scan(run.root(), List.of(file));
    List<String> columns =
        kernel.rows(
            "SELECT column_name FROM (DESCRIBE SELECT * FROM " + rows + ")",
            row -> row.getString(1));
    if (columns.stream().noneMatch(names::containsKey)) {
      return file;
    }
    List<String> items = columns.stream().flatMap(this::item).toList();
    DataFile written =
        ParquetFiles.write(
            kernel,
            run,
            table,
            folder(table, file),
            ParquetFiles.Query.of("SELECT " + String.join(", ", items) + " FROM " + rows));
    if (written == null || written.rows() != file.rows()) {
      throw new PipelineException(
          ErrorCode.INTERNAL, "Rows of " + file.path() + " were lost when it was written anew");
    }
    return new DataFile(
        table,
        file.bucket(),
        written.path(),
        written.content(),
        written.columns(),
        file.origin(),
        file.parts());
  }

  /** A column that left the contract long ago makes room for the one that has its name now. */
  private Stream<String> item(String column) {
    String now = names.get(column);
    if (now != null) {
      return Stream.of(SqlName.quote(column) + " AS " + SqlName.quote(now));
    }
    return names.values().stream().anyMatch(column::equalsIgnoreCase)
        ? Stream.of()
        : Stream.of(SqlName.quote(column));
  }

  /** How a file was cut into buckets stands in the name of its folder. */
  private String folder(String table, DataFile file) {
    int cut = file.path().indexOf("/buckets=");
    int name = file.path().lastIndexOf('/');
    return run.folder(table) + (cut < 0 ? "" : file.path().substring(cut, name));
  }
}
