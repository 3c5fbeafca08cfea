// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.iceberg;

import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.ParquetRead;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.schema.iceberg.IcebergSchemas;
import dev.sluice.store.object.ObjectStore;
import dev.sluice.table.DataFile;
import dev.sluice.table.file.Concealment;
import dev.sluice.table.file.ParquetFiles;
import dev.sluice.table.file.Scope;
import dev.sluice.table.iceberg.SnapshotFiles.State;
import dev.sluice.table.notes.NoteBook;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.io.CloseableIterable;

/** A lake in which the kernel writes files of tables, and reads them back. */
public final class TableLab implements AutoCloseable {
  final String root;
  public final Tables tables;
  private final ObjectStore store;
  private final Kernel kernel;

  public TableLab(String root) {
    this.root = root;
    this.tables = Tables.of(root);
    this.store = ObjectStore.of(root);
    this.kernel =
        Kernel.open(
            new KernelSettings(
                KernelSettings.DEFAULT_MEMORY, "", List.of(store.folder().toString())));
  }

  public static Column column(String name, String type) {
    return Column.of(name, type, true);
  }

  public static TableSchema contract(Column... columns) {
    return new TableSchema(List.of(columns));
  }

  /** Writes a statement's rows as a file of a table. */
  public DataFile file(TableSchema contract, String select) throws StatementFailed {
    Concealment told = new Concealment(Map.of("t", contract));
    Scope run = new Scope(root, "2026-01-31T00:00:00Z", "00ff00ff", told);
    return Objects.requireNonNull(
        ParquetFiles.write(kernel, run, "t", "data", ParquetFiles.Query.of(select)));
  }

  /** A state's files. */
  public List<DataFile> files(TablePointer pointer) {
    return new SnapshotFiles(root, "t", new State(pointer, "", NoteBook.EMPTY, 0, 0, 0)).files();
  }

  List<String> files(TablePointer pointer, Expression condition) throws IOException {
    List<String> all = new ArrayList<>();
    try (CloseableIterable<TableFile> files = tables.at(pointer).files(condition)) {
      files.forEach(file -> all.add(file.path()));
    }
    return all;
  }

  /** Every row of a state as text, in order. */
  public List<String> rows(TablePointer pointer) throws IOException, StatementFailed {
    return kernel.rows(
        "SELECT CAST(r AS VARCHAR) FROM (FROM " + relation(pointer) + ") r ORDER BY 1",
        row -> row.getString(1));
  }

  /** Writes every row of a state to one file, of which Iceberg knows nothing. */
  void copy(TablePointer pointer, Path file) throws IOException, StatementFailed {
    kernel.execute(
        "COPY (FROM %s) TO %s (FORMAT parquet)"
            .formatted(relation(pointer), SqlName.literal(file.toString())));
  }

  private String relation(TablePointer pointer) throws IOException {
    List<String> paths = new ArrayList<>();
    for (DataFile file : files(pointer)) {
      paths.add(store.fetch(file.path()).toString());
    }
    if (paths.isEmpty()) {
      return tables.at(pointer).schema().columns().stream()
          .map(
              column ->
                  "NULL::%s AS %s"
                      .formatted(
                          IcebergSchemas.kernel(column.type()), SqlName.quote(column.name())))
          .collect(Collectors.joining(", ", "(SELECT ", " WHERE false)"));
    }
    return ParquetRead.identified(
        paths, dev.sluice.table.column.FieldIds.read(tables.at(pointer).schema()));
  }

  @Override
  public void close() {
    kernel.close();
  }
}
