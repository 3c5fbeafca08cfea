// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.csv;

import dev.sluice.error.PipelineException;
import dev.sluice.intake.InputFile;
import dev.sluice.source.files.bytes.ByteWindow;
import dev.sluice.source.files.bytes.Utf8;
import dev.sluice.source.files.record.ColumnNames;
import dev.sluice.spec.table.SourceSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Takes the first record as the names of the columns, or as their number. */
final class CsvHeader implements CsvRecords.Rows {
  private static final int BEGINNING = 1 << 14;

  private final InputFile file;
  private final ByteWindow window;
  private final boolean isNamed;
  private final String delimiter;
  private final List<String> names = new ArrayList<>();

  private String text = "";
  private long end;

  CsvHeader(InputFile file, ByteWindow window, SourceSpec.Csv spec) {
    this.isNamed = spec.lines().header();
    this.delimiter = String.valueOf(spec.delimiter());
    this.file = file;
    this.window = window;
  }

  /** Where the text begins behind some lines of the file, as many as there are. */
  static long skip(ByteWindow window, int lines) {
    long at = window.start();
    for (int i = 0; i < lines; i++) {
      int character = window.at(at);
      while (character >= 0 && !CsvRecords.isNewline(character)) {
        window.keep(at);
        character = window.at(++at);
      }
      if (character >= 0) {
        at += character == '\r' && window.at(at + 1) == '\n' ? 2 : 1;
      }
    }
    return at;
  }

  private static String place(int index) {
    return "column_" + (index + 1);
  }

  @Override
  public int width() {
    return Integer.MAX_VALUE - (1 << 20);
  }

  @Override
  public void field(int index, char[] text, int offset, int length, boolean quoted) {
    if (!isNamed) {
      names.add(place(index));
      return;
    }
    byte[] utf8 = new String(text, offset, length).getBytes(StandardCharsets.ISO_8859_1);
    if (Utf8.firstInvalid(utf8, 0, utf8.length) >= 0) {
      throw mismatch(
          "the name of column %d is not UTF-8; write `encoding:` in its source: `windows-1252`, or what else it is in"
              .formatted(index + 1));
    }
    names.add(new String(utf8, StandardCharsets.UTF_8));
  }

  @Override
  public boolean end(CsvRecords record) {
    end = record.end();
    text =
        isNamed
            ? new String(window.copy(record.start(), end), StandardCharsets.UTF_8)
            : String.join(delimiter, names);
    return true;
  }

  /**
   * The names, each of which stands once; none when the file has not even a header.
   *
   * <p>A nameless last column comes from a delimiter at the end of each line: it is no column as
   * long as nothing is in it. Another one gets its place for a name, such as {@code column_1}.
   */
  List<String> names() {
    List<String> all = unchecked();
    ColumnNames.check(file, all);
    return all;
  }

  /** The names, of which some may stand twice. */
  List<String> unchecked() {
    List<String> all = new ArrayList<>(hasTail() ? names.subList(0, names.size() - 1) : names);
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).isBlank()) {
        String place = place(i);
        while (all.stream().anyMatch(place::equalsIgnoreCase)) {
          place += "_";
        }
        all.set(i, place);
      }
    }
    return List.copyOf(all);
  }

  /** Whether the last of several columns has no name. */
  boolean hasTail() {
    return names.size() > 1 && names.get(names.size() - 1).isEmpty();
  }

  /** The record itself, without its line end; where no record names the columns, their names. */
  String text() {
    return text;
  }

  /** The lines of the file's beginning, if that is not let go of; the last may be cut. */
  List<String> beginning() {
    if (end > BEGINNING) {
      return List.of();
    }
    byte[] bytes = window.copy(window.start(), BEGINNING);
    return new String(bytes, StandardCharsets.UTF_8).lines().toList();
  }

  PipelineException mismatch(String what) {
    return ColumnNames.mismatch(file, what);
  }
}
