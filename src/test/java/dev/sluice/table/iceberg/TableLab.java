// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.iceberg;

import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.ParquetRead;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.schema.iceberg.SchemaEvolution.Evolved;
import dev.sluice.store.Sha256;
import dev.sluice.store.object.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
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
  public TableFile file(Evolved evolved, String select) throws IOException, StatementFailed {
    Path draft = store.draft("data/" + UUID.randomUUID() + ".parquet");
    kernel.execute(
        "COPY (%s) TO %s (FORMAT parquet, COMPRESSION zstd, %s)"
            .formatted(
                select, SqlName.literal(draft.toString()), FieldIds.written(evolved.schema())));
    String path = "data/" + Sha256.of(draft) + ".parquet";
    Path named = store.draft(path);
    Path unused = Files.move(draft, named);
    store.land(path);
    return tables.landed(path, named, evolved);
  }

  /** The paths of a state's files. */
  public List<TableFile> files(TablePointer pointer) throws IOException {
    return files(pointer, Expressions.alwaysTrue());
  }

  List<TableFile> files(TablePointer pointer, Expression condition) throws IOException {
    List<TableFile> all = new ArrayList<>();
    try (CloseableIterable<TableFile> files = tables.at(pointer).files(condition)) {
      files.forEach(all::add);
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
    for (TableFile file : files(pointer)) {
      paths.add(store.fetch(file.path()).toString());
    }
    return ParquetRead.identified(paths, FieldIds.read(tables.at(pointer).schema()));
  }

  @Override
  public void close() {
    kernel.close();
  }
}
