// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table;

import dev.sluice.batch.Sha256;
import dev.sluice.lake.store.ObjectStore;
import dev.sluice.schema.Column;
import dev.sluice.schema.SchemaEvolution.Evolved;
import dev.sluice.schema.TableSchema;
import dev.sluice.sql.Kernel;
import dev.sluice.sql.KernelSettings;
import dev.sluice.sql.ParquetRead;
import dev.sluice.sql.SqlName;
import dev.sluice.sql.StatementFailed;
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
final class TableLab implements AutoCloseable {
  final String root;
  final Tables tables;
  private final ObjectStore store;
  private final Kernel kernel;

  TableLab(String root) {
    this.root = root;
    this.tables = Tables.of(root);
    this.store = ObjectStore.of(root);
    this.kernel =
        Kernel.open(
            new KernelSettings(
                KernelSettings.DEFAULT_MEMORY, "", List.of(store.folder().toString())));
  }

  static Column column(String name, String type) {
    return Column.of(name, type, true);
  }

  static TableSchema contract(Column... columns) {
    return new TableSchema(List.of(columns));
  }

  /** Writes a statement's rows as a file of a table. */
  TableFile file(Evolved evolved, String select) throws IOException, StatementFailed {
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
  List<TableFile> files(Pointer pointer) throws IOException {
    return files(pointer, Expressions.alwaysTrue());
  }

  List<TableFile> files(Pointer pointer, Expression condition) throws IOException {
    List<TableFile> all = new ArrayList<>();
    try (CloseableIterable<TableFile> files = tables.at(pointer).files(condition)) {
      files.forEach(all::add);
    }
    return all;
  }

  /** Every row of a state as text, in order. */
  List<String> rows(Pointer pointer) throws IOException, StatementFailed {
    return kernel.rows(
        "SELECT CAST(r AS VARCHAR) FROM (FROM " + relation(pointer) + ") r ORDER BY 1",
        row -> row.getString(1));
  }

  /** Writes every row of a state to one file, of which Iceberg knows nothing. */
  void copy(Pointer pointer, Path file) throws IOException, StatementFailed {
    kernel.execute(
        "COPY (FROM %s) TO %s (FORMAT parquet)"
            .formatted(relation(pointer), SqlName.literal(file.toString())));
  }

  private String relation(Pointer pointer) throws IOException {
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
