// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.format;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Takes the first record as the names of the columns. */
final class CsvHeader implements CsvRecords.Rows {
  private final InputFile file;
  private final ByteWindow window;
  private final List<String> names = new ArrayList<>();

  private String text = "";

  CsvHeader(InputFile file, ByteWindow window) {
    this.file = file;
    this.window = window;
  }

  @Override
  public int width() {
    return Integer.MAX_VALUE - (1 << 20);
  }

  @Override
  public void field(int index, char[] text, int offset, int length, boolean quoted) {
    byte[] utf8 = new String(text, offset, length).getBytes(StandardCharsets.ISO_8859_1);
    if (Utf8.firstInvalid(utf8, 0, utf8.length) >= 0) {
      throw mismatch("the name of column " + (index + 1) + " is not UTF-8");
    }
    names.add(new String(utf8, StandardCharsets.UTF_8));
  }

  @Override
  public boolean end(CsvRecords record) {
    text = new String(window.copy(record.start(), record.end()), StandardCharsets.UTF_8);
    return true;
  }

  /** The names, checked. */
  List<String> names() {
    if (names.isEmpty()) {
      throw file.failure(ErrorCode.FILE_EMPTY, "is empty: it has not even a header", null);
    }
    Names.check(file, names);
    return List.copyOf(names);
  }

  /** The record itself, without its line end. */
  String text() {
    return text;
  }

  PipelineException mismatch(String what) {
    return Names.mismatch(file, what);
  }
}
