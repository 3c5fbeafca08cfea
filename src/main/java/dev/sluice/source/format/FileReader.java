// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.format;

import dev.sluice.schema.TableSchema;
import dev.sluice.spec.SourceSpec;
import dev.sluice.spec.TableSpec;
import java.io.Serializable;
import java.util.List;

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
    /** Opens a part of a file at a position of it. */
    FileReader open(FilePart part, Position at);

    /** Cuts a file into parts of about such a length; whoever cannot gives it back whole. */
    default List<FilePart> parts(InputFile file, long size) {
      return List.of(FilePart.whole(file));
    }
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
    return open(wanted, FilePart.whole(file), at);
  }

  /** Opens a part of a file at a position of it. */
  static FileReader open(Wanted wanted, FilePart part, Position at) {
    FileReader reader = openTo(wanted, part, at.equals(Position.START) ? part.from() : at);
    return part.digest().isEmpty() ? reader : new PartReader(reader, part);
  }

  private static FileReader openTo(Wanted wanted, FilePart part, Position at) {
    SourceSpec source = wanted.source();
    InputFile file = part.file();
    if (source instanceof SourceSpec.Csv csv) {
      return CsvFile.open(wanted, csv, part, at);
    }
    if (source instanceof SourceSpec.JsonLines) {
      return JsonFile.open(wanted, part, at);
    }
    if (source instanceof SourceSpec.Avro) {
      return AvroFile.open(file, at);
    }
    return ParquetFile.open(file, at);
  }

  /**
   * Cuts a text that is not compressed into parts of about such a length, each of whose records has
   * the number it has in the file; other files stay whole. Reads all of the file.
   */
  static List<FilePart> parts(Wanted wanted, InputFile file, long size) {
    SourceSpec source = wanted.source();
    if (source instanceof SourceSpec.Csv csv) {
      return CsvFile.parts(wanted, csv, file, size);
    }
    if (source instanceof SourceSpec.JsonLines) {
      return JsonFile.parts(wanted, file, size);
    }
    return List.of(FilePart.whole(file));
  }
}
