// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.open;

import dev.sluice.intake.InputFile;
import dev.sluice.source.files.avro.AvroFile;
import dev.sluice.source.files.csv.CsvFile;
import dev.sluice.source.files.format.FileReader;
import dev.sluice.source.files.json.JsonFile;
import dev.sluice.source.files.json.JsonParts;
import dev.sluice.source.files.letters.LettersFile;
import dev.sluice.source.files.parquet.ParquetFile;
import dev.sluice.source.files.position.FilePart;
import dev.sluice.source.files.position.RecordPosition;
import dev.sluice.source.files.split.PartReader;
import dev.sluice.source.files.split.RecordLines.Place;
import dev.sluice.source.inbox.InboxFetch;
import dev.sluice.source.kafka.PartitionReader;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.TableSpec;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Opens files; knows every format. */
public final class FileReaders {
  private FileReaders() {}

  /** Opens a file at a position of its own. */
  public static FileReader open(FileReader.Wanted wanted, InputFile file, RecordPosition at) {
    return open(wanted, FilePart.whole(file), at);
  }

  /** Opens a part of a file at a position of it. */
  public static FileReader open(FileReader.Wanted wanted, FilePart part, RecordPosition at) {
    FileReader reader = openTo(wanted, part, at.equals(RecordPosition.START) ? part.from() : at);
    return part.digest().isEmpty() ? reader : new PartReader(reader, part);
  }

  private static FileReader openTo(FileReader.Wanted wanted, FilePart part, RecordPosition at) {
    SourceSpec source = wanted.source();
    if (source instanceof SourceSpec.Csv csv) {
      return CsvFile.open(wanted, csv, part, at);
    }
    if (source instanceof SourceSpec.Json json) {
      return JsonFile.open(wanted, json, part, at);
    }
    if (source instanceof SourceSpec.Avro) {
      return AvroFile.open(part, at);
    }
    if (source instanceof SourceSpec.Kafka kafka) {
      return PartitionReader.open(wanted, kafka, part, at);
    }
    if (source instanceof SourceSpec.Received received) {
      return InboxFetch.open(wanted, received, part, at);
    }
    return ParquetFile.open(part, at);
  }

  /**
   * Cuts an Avro file, a text that is not compressed, or a Parquet file between row groups, into
   * parts of about such a length, each of whose records has the number it has in the file; other
   * files stay whole. Reads all of the file.
   */
  public static List<FilePart> parts(FileReader.Wanted wanted, InputFile file, long size) {
    SourceSpec source = wanted.source();
    if (source instanceof SourceSpec.Csv csv) {
      return CsvFile.parts(wanted, csv, file, size);
    }
    if (source instanceof SourceSpec.Json json) {
      return JsonParts.parts(json, file, size);
    }
    if (source instanceof SourceSpec.Parquet) {
      return ParquetFile.parts(file, size);
    }
    if (source instanceof SourceSpec.Avro) {
      return AvroFile.parts(file, size);
    }
    return List.of(FilePart.whole(file));
  }

  /**
   * Where some records of a text begin, by their numbers; of other formats nothing, for they have
   * no lines.
   */
  public static Map<Long, Place> places(FileReader.Wanted wanted, InputFile file, Set<Long> records)
      throws IOException {
    SourceSpec source = wanted.source();
    if (source instanceof SourceSpec.Csv csv) {
      return CsvFile.places(wanted, csv, file, records);
    }
    return source instanceof SourceSpec.Json json
        ? JsonParts.places(json, file, records)
        : Map.of();
  }

  /**
   * Opens a Parquet file of dead letters, and reads their payloads as the table's source reads its
   * records today.
   */
  public static FileReader letters(TableSpec table, InputFile file, RecordPosition at) {
    return LettersFile.open(table, file, at);
  }
}
