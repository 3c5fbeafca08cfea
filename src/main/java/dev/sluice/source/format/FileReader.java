// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.format;

import dev.sluice.schema.TableSchema;
import dev.sluice.spec.SourceSpec;
import dev.sluice.spec.TableSpec;
import java.io.Serializable;

/**
 * Reads one file from a position on; not thread-safe.
 *
 * <p>What it returns depends on nothing but the file and the position it began at, so a retry gives
 * identical batches.
 */
public interface FileReader extends AutoCloseable {
  /** Reads the next piece; not called again after the last. */
  Chunk next();

  /** SHA-256 of the file as stored; called once, after the last piece. */
  String digest();

  @Override
  void close();

  /** Knows what is read, and how. */
  interface Opener extends Serializable {
    FileReader open(InputFile file, Position at);
  }

  /**
   * Opens a Parquet file of dead letters, and reads their payloads as the table's source reads its
   * records today.
   */
  static FileReader letters(TableSpec table, InputFile file, Position at) {
    return LettersFile.open(table, file, at);
  }

  /** What is read: the table it is for, how, and the columns of its contract. */
  record Wanted(String table, SourceSpec source, TableSchema schema) implements Serializable {}

  /** Opens a file at a position of its own. */
  static FileReader open(Wanted wanted, InputFile file, Position at) {
    SourceSpec source = wanted.source();
    if (source instanceof SourceSpec.Csv csv) {
      return CsvFile.open(wanted, csv, file, at);
    }
    if (source instanceof SourceSpec.JsonLines) {
      return JsonFile.open(wanted, file, at);
    }
    if (source instanceof SourceSpec.Avro) {
      return AvroFile.open(file, at);
    }
    return ParquetFile.open(file, at);
  }
}
