// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.change;

import dev.sluice.batch.RecordBatch;
import dev.sluice.intake.InputFile;
import dev.sluice.schema.Column;
import dev.sluice.source.files.format.FileReader;
import dev.sluice.source.files.open.FileReaders;
import dev.sluice.source.files.position.RecordPosition;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.validate.RowTrial;
import java.util.List;

/**
 * The columns that files have and a table does not. Where headers tell that a file brings nothing
 * new, its rows are not read.
 */
final class NewColumns {
  /** Of more bytes than this only the beginning of each file is read before a run. */
  static final long MOST_BYTES = 1L << 30;

  /** So many rows of each file are its beginning. */
  private static final long BEGINNING = 32_768;

  private NewColumns() {}

  /** Nullable columns, of the narrowest type that every value is of; of much data, texts. */
  static List<Column> of(TableSpec table, List<InputFile> files) {
    List<InputFile> read =
        table.source().record() instanceof SourceSpec.Json
            ? files
            : files.stream().filter(file -> brings(table, file)).toList();
    if (read.isEmpty()) {
      return List.of();
    }
    if (isMuch(read)) {
      // What a beginning says of types need not hold for the rest: texts hold every value.
      return SourceColumns.of(table, read, BEGINNING).unknown().stream()
          .map(NewColumns::text)
          .toList();
    }
    return SourceColumns.of(table, read).unknown();
  }

  /** Whether files are more than somebody should read twice. */
  static boolean isMuch(List<InputFile> files) {
    return files.stream().mapToLong(InputFile::length).sum() > MOST_BYTES;
  }

  private static Column text(Column column) {
    return Column.of(column.name(), "VARCHAR", true)
        .sourced(SourceColumns.sourcing(column.sourcing().from()));
  }

  private static boolean brings(TableSpec table, InputFile file) {
    FileReader.Wanted wanted = new FileReader.Wanted(table.name(), table.source(), table.schema());
    try (FileReader reader = FileReaders.open(wanted, file, RecordPosition.START)) {
      RecordBatch rows = reader.next().rows();
      return rows != null && !RowTrial.differences(table, rows).unknown().isEmpty();
    }
  }
}
