// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.avro;

import dev.sluice.batch.RecordBatch;
import dev.sluice.intake.InputFile;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.source.files.format.Chunk;
import dev.sluice.source.files.format.FileReader;
import dev.sluice.source.files.open.FileReaders;
import dev.sluice.source.files.position.RecordPosition;
import dev.sluice.spec.table.SourceSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What reading a file gave, as text: values joined by bars, null as {@code ∅}. */
public record Read(List<String> rows, List<String> dead, long records, int pieces) {
  private static final Kernel KERNEL = Kernel.open(KernelSettings.closed());

  public static SourceSpec.Csv csv(String... nulls) {
    return new SourceSpec.Csv(List.of(), ',', '"', List.of(nulls));
  }

  /** What a table is read from, whose contract has the columns a and b, both texts. */
  public static FileReader.Wanted wanted(SourceSpec source) {
    return new FileReader.Wanted(
        "t",
        source,
        new TableSchema(List.of(Column.of("a", "VARCHAR", true), Column.of("b", "VARCHAR", true))));
  }

  public static Read of(SourceSpec source, Path folder, String content) throws IOException {
    return of(source, folder, content.getBytes(StandardCharsets.UTF_8));
  }

  public static Read of(SourceSpec source, Path folder, byte[] content) throws IOException {
    return of(source, Files.write(folder.resolve("input"), content));
  }

  public static Read of(SourceSpec source, Path file) throws IOException {
    return from(source, file, RecordPosition.START);
  }

  public static InputFile input(Path file) throws IOException {
    return new InputFile(
        file.toString(), Files.size(file), Files.getLastModifiedTime(file).toMillis());
  }

  public static Read from(SourceSpec source, Path file, RecordPosition at) throws IOException {
    return from(wanted(source), file, at);
  }

  public static Read from(FileReader.Wanted wanted, Path file, RecordPosition at)
      throws IOException {
    List<String> rows = new ArrayList<>();
    List<String> dead = new ArrayList<>();
    int pieces = 0;
    try (FileReader reader = FileReaders.open(wanted, input(file), at)) {
      while (true) {
        Chunk chunk = reader.next();
        pieces++;
        if (chunk.rows() != null) {
          rows.addAll(rows(chunk.rows()));
        }
        if (chunk.dead() != null) {
          dead.addAll(dead(chunk.dead()));
        }
        if (chunk.isLast()) {
          return new Read(rows, dead, chunk.end().records(), pieces);
        }
      }
    }
  }

  /** The batches of JSON lines, read by a contract. */
  public static List<RecordBatch> json(TableSchema schema, Path folder, String lines)
      throws IOException {
    Path file = Files.writeString(folder.resolve("input"), lines);
    FileReader.Wanted table = new FileReader.Wanted("t", new SourceSpec.Json(List.of()), schema);
    List<RecordBatch> batches = new ArrayList<>();
    try (FileReader reader = FileReaders.open(table, input(file), RecordPosition.START)) {
      for (Chunk chunk = reader.next(); ; chunk = reader.next()) {
        if (chunk.rows() != null) {
          batches.add(chunk.rows());
        }
        if (chunk.isLast()) {
          return batches;
        }
      }
    }
  }

  /** The rows of a batch. */
  public static List<String> rows(RecordBatch batch) {
    return select("SELECT * FROM batch", batch);
  }

  /** The rows of a batch of dead letters: number, code, payload and its format. */
  public static List<String> dead(RecordBatch batch) {
    return select("SELECT _row, reasons->>'$[0].code', payload, payload_format FROM batch", batch);
  }

  /** Runs a query over a batch. */
  public static synchronized List<String> select(String sql, RecordBatch batch) {
    try {
      return KERNEL.rows(
          sql,
          Map.of("batch", List.of(batch)),
          row -> {
            List<String> values = new ArrayList<>();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
              String value = row.getString(i);
              values.add(value == null ? "∅" : value);
            }
            return String.join("|", values);
          });
    } catch (StatementFailed e) {
      throw new AssertionError(e);
    }
  }
}
