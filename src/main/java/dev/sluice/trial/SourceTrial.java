// SPDX-License-Identifier: Apache-2.0
package dev.sluice.trial;

import dev.sluice.batch.RecordBatch;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.intake.InputFile;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.source.files.SourceFiles;
import dev.sluice.source.files.format.Chunk;
import dev.sluice.source.files.format.FileReader;
import dev.sluice.source.files.open.FileReaders;
import dev.sluice.source.files.position.RecordPosition;
import dev.sluice.spec.path.PathPattern;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.trial.cases.GivenRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Gives raw rows as a table's source would: what a file holds, by the reader of its format. */
final class SourceTrial {
  private SourceTrial() {}

  /**
   * What was read.
   *
   * @param dead batches of records that are no rows
   * @param unsaid the columns that no row has
   */
  record Read(List<RecordBatch> rows, List<RecordBatch> dead, Set<String> unsaid) {}

  /** Written rows. */
  static Read rows(TableSpec table, GivenRows given, TrialKernel tables) {
    List<String> said = given.columns();
    Set<String> unsaid =
        table.schema().columns().stream()
            .filter(column -> !isSaid(column, said))
            .map(Column::name)
            .collect(Collectors.toSet());
    if (table.source().record() instanceof SourceSpec.Json && !given.rows().isEmpty()) {
      Path lines = jsonLines(given);
      try {
        Read read = file(table, table.schema().byOwnNames(), lines);
        return new Read(read.rows(), read.dead(), unsaid);
      } finally {
        boolean unused = lines.toFile().delete();
      }
    }
    List<String> nulls =
        table.source().record() instanceof SourceSpec.Csv csv ? csv.nullValues() : List.of();
    return new Read(tables.texts(given, nulls), List.of(), unsaid);
  }

  private static boolean isSaid(Column column, List<String> said) {
    return said.stream()
        .map(String::strip)
        .anyMatch(
            name ->
                name.equalsIgnoreCase(column.name())
                    || column.sourcing().others().stream().anyMatch(name::equalsIgnoreCase));
  }

  private static Path jsonLines(GivenRows given) {
    String text =
        given.rows().stream()
            .map(
                row ->
                    row.cells().entrySet().stream()
                        .map(
                            cell ->
                                "\"%s\": %s"
                                    .formatted(escaped(cell.getKey()), cell.getValue().json()))
                        .collect(Collectors.joining(", ", "{", "}\n")))
            .collect(Collectors.joining());
    try {
      Path file = Files.createTempFile(KernelSettings.temporaryFiles(), "rows", ".json");
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new PipelineException(ErrorCode.FILE_UNREADABLE, "Cannot write given rows", e);
    }
  }

  private static String escaped(String key) {
    return key.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  /** A file in the format of the table's source. */
  static Read file(TableSpec table, Path file) {
    return file(table, table.schema(), file);
  }

  private static Read file(TableSpec table, TableSchema schema, Path file) {
    InputFile found = SourceFiles.list(List.of(PathPattern.quote(file.toString()))).get(0);
    FileReader.Wanted wanted = new FileReader.Wanted(table.name(), table.source().record(), schema);
    List<RecordBatch> rows = new ArrayList<>();
    List<RecordBatch> dead = new ArrayList<>();
    try (FileReader reader = FileReaders.open(wanted, found, RecordPosition.START)) {
      Chunk chunk;
      do {
        chunk = reader.next();
        add(chunk.rows(), rows);
        add(chunk.dead(), dead);
      } while (!chunk.isLast());
    }
    return new Read(rows, dead, Set.of());
  }

  private static void add(@Nullable RecordBatch batch, List<RecordBatch> to) {
    if (batch != null) {
      to.add(batch);
    }
  }
}
