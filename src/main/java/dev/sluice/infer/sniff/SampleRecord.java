// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.sniff;

import java.util.ArrayList;
import java.util.List;

/**
 * A record at the beginning of a delimited text, as one delimiter would cut it.
 *
 * @param line 0-based line it begins in
 * @param isBroken whether something stands behind a closing quote
 */
record SampleRecord(List<String> fields, int line, boolean isBroken) {
  /** More records than tell a dialect. */
  private static final int MOST = 2_000;

  SampleRecord {
    fields = List.copyOf(fields);
  }

  int width() {
    return fields.size();
  }

  /**
   * Cuts the beginning of a text; blank lines are no records.
   *
   * @param isCut whether the text goes on, so that its last record may be half of one
   */
  static List<SampleRecord> of(String text, Marks marks, boolean isCut) {
    Cutter cutter = new Cutter(marks);
    for (int i = 0; i < text.length() && cutter.records.size() < MOST; i++) {
      cutter.take(text.charAt(i), i + 1 < text.length() ? text.charAt(i + 1) : '\0');
    }
    if (!isCut && cutter.records.size() < MOST) {
      cutter.endRecord();
    }
    return cutter.records;
  }

  /**
   * What has a meaning in a text.
   *
   * @param escape NUL for none
   */
  record Marks(char delimiter, char quote, char escape) {}

  private static final class Cutter {
    private final char delimiter;
    private final char quote;
    private final char escape;
    private final List<SampleRecord> records = new ArrayList<>();
    private final List<String> fields = new ArrayList<>();
    private final StringBuilder field = new StringBuilder();
    private boolean isQuoted;
    private boolean wasQuoted;
    private boolean isEscape;
    private boolean isBroken;
    private int line;
    private int first;

    Cutter(Marks marks) {
      this.delimiter = marks.delimiter();
      this.quote = marks.quote();
      this.escape = marks.escape();
    }

    void take(char c, char next) {
      if (isEscape) {
        isEscape = false;
        field.append(c);
      } else if (escape != 0 && c == escape && isEscapable(next)) {
        isEscape = true;
      } else if (isQuoted) {
        takeQuoted(c, next);
      } else if (c == quote && field.isEmpty() && !wasQuoted) {
        isQuoted = true;
        wasQuoted = true;
      } else if (c == delimiter) {
        endField();
      } else if (c == '\n' || (c == '\r' && next != '\n')) {
        endRecord();
        line++;
        first = line;
      } else if (c != '\r') {
        isBroken |= wasQuoted;
        field.append(c);
      }
    }

    private boolean isEscapable(char next) {
      return next == quote || next == delimiter || next == escape || next == '\n';
    }

    private void takeQuoted(char c, char next) {
      if (c == quote && next == quote) {
        isEscape = true;
      } else if (c == quote) {
        isQuoted = false;
      } else {
        line += c == '\n' ? 1 : 0;
        field.append(c);
      }
    }

    private void endField() {
      fields.add(field.toString());
      field.setLength(0);
      wasQuoted = false;
    }

    void endRecord() {
      if (fields.isEmpty() && field.isEmpty() && !wasQuoted) {
        return;
      }
      endField();
      records.add(new SampleRecord(fields, first, isBroken));
      isBroken = false;
      fields.clear();
    }
  }
}
