// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.json;

import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.intake.InputFile;
import dev.sluice.source.files.bytes.ByteWindow;
import dev.sluice.source.files.position.FilePart;
import dev.sluice.source.files.position.RecordPosition;
import dev.sluice.source.files.split.RecordLines;
import dev.sluice.source.files.split.RecordLines.Place;
import dev.sluice.source.files.split.Scan;
import dev.sluice.source.files.split.TextParts;
import dev.sluice.spec.table.SourceSpec;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds where the records of a JSON file begin without reading them. */
public final class JsonParts {
  private JsonParts() {}

  /**
   * How the records of a file are counted.
   *
   * @param start of what they stand in
   * @param place as {@link JsonFrames#place} tells it of each between two of them
   */
  private record Counted(long start, Scan scan, long place) {}

  /** Cuts a file that is not compressed between its records. */
  public static List<FilePart> parts(SourceSpec.Json source, InputFile file, long size) {
    Counted counted = counted(source, file);
    if (counted == null) {
      return List.of(FilePart.whole(file));
    }
    return TextParts.of(file, counted.start(), size, counted.scan()).stream()
        .map(part -> at(part, counted.place()))
        .toList();
  }

  /** Where some records begin. */
  public static Map<Long, Place> places(SourceSpec.Json source, InputFile file, Set<Long> records)
      throws IOException {
    Counted counted = counted(source, file);
    return counted == null
        ? Map.of()
        : RecordLines.of(file, counted.start(), counted.scan(), records);
  }

  private static FilePart at(FilePart part, long place) {
    RecordPosition from = part.from();
    return from.equals(RecordPosition.START)
        ? part
        : new FilePart(
            part.file(),
            new RecordPosition(from.offset(), place, from.records(), from.columns()),
            part.to(),
            part.records(),
            part.digest());
  }

  /** Null for a file whose records only reading tells. */
  private static @Nullable Counted counted(SourceSpec.Json source, InputFile file) {
    try (ByteWindow window = ByteWindow.openText(file, source)) {
      if (!window.isStored()) {
        return null;
      }
      long start = window.start();
      if (!source.records().isDocument()) {
        JsonLayout.requireLines(file, window);
        return new Counted(start, new JsonScan(start, window.longest()), 0);
      }
      return document(file, window, source.records().keys());
    }
  }

  private static @Nullable Counted document(InputFile file, ByteWindow window, List<String> keys) {
    long start = window.start();
    while (Nesting.isSpace(window.at(start))) {
      window.keep(++start);
    }
    if (window.at(start) < 0) {
      return null;
    }
    DocumentHead.Found found = DocumentHead.find(file, window, start, keys);
    if (found.token() == JsonToken.START_ARRAY) {
      return new Counted(found.offset(), new DocumentScan(true), DocumentFrames.LIST);
    }
    return found.isOne() && keys.isEmpty()
        ? new Counted(found.offset(), new DocumentScan(false), DocumentFrames.BETWEEN)
        : null;
  }
}
