// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.message;

import dev.sluice.source.files.csv.CsvLetters;
import dev.sluice.source.files.replay.LetterPiece;
import dev.sluice.source.files.replay.ReplayedLetter;
import dev.sluice.spec.table.SourceSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values that are records of delimited text, each without a header; a line end may follow. */
final class CsvValues implements ValueReader {
  private final SourceSpec.Csv spec;
  private final String header;

  CsvValues(SourceSpec.Csv spec, List<String> columns) {
    this.spec = spec;
    String quote = String.valueOf(spec.quote());
    this.header =
        columns.stream()
            .map(name -> quote + name.replace(quote, quote + quote) + quote)
            .collect(Collectors.joining(String.valueOf(spec.delimiter())));
  }

  @Override
  public List<LetterPiece> read(List<Message> messages, DeadMessages dead) {
    ReplayedLetter.Group group = new ReplayedLetter.Group(dead.origin(), spec.format(), header);
    List<ReplayedLetter> records =
        messages.stream()
            .map(m -> new ReplayedLetter("", group, m.offset(), record(m.value())))
            .toList();
    return List.of(new CsvLetters(dead.table(), spec, records.get(0)).read(records));
  }

  private static byte[] record(byte @Nullable [] value) {
    byte[] bytes = Objects.requireNonNullElse(value, new byte[0]);
    int end = bytes.length;
    if (end > 0 && bytes[end - 1] == '\n') {
      end--;
      end -= end > 0 && bytes[end - 1] == '\r' ? 1 : 0;
    }
    return Arrays.copyOf(bytes, end);
  }
}
