// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.format;

import dev.sluice.spec.SourceSpec;

/**
 * Reads one file from a position on; not thread-safe.
 *
 * <p>What it returns depends on nothing but the file and the position it began at, so a retry gives
 * identical batches.
 */
public interface FileReader extends AutoCloseable {
  /** Reads the next piece; not called again after the last. */
  Chunk next();

  @Override
  void close();

  /** Opens a file at a position of its own. */
  static FileReader open(String table, SourceSpec source, InputFile file, Position at) {
    if (source instanceof SourceSpec.Csv csv) {
      return CsvFile.open(table, csv, file, at);
    }
    if (source instanceof SourceSpec.JsonLines) {
      return JsonFile.open(table, file, at);
    }
    if (source instanceof SourceSpec.Avro) {
      return AvroFile.open(file, at);
    }
    return ParquetFile.open(file, at);
  }
}
