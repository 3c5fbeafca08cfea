// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.csv;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import dev.sluice.error.ErrorCode;
import dev.sluice.source.files.bytes.ByteWindow;
import dev.sluice.source.files.record.RecordRefused;
import dev.sluice.spec.table.SourceSpec;
import org.jspecify.annotations.Nullable;

/**
 * Takes the fields of each record from the tokenizer and remembers where the record begins and
 * ends, which the tokenizer does not tell.
 *
 * <p>{@code buildRecord} returns null, which lets the tokenizer go on by itself, until a piece is
 * complete.
 */
final class CsvRecords extends CsvCallbackHandler<Boolean> {
  /** Surplus fields after which a record is given up: its quotes must be wrong. */
  static final int MAX_SURPLUS = 100;

  private final ByteWindow window;
  private final CsvText text;
  private final char quote;
  private final CsvEscape escape;
  private final Rows rows;

  private int fields;
  private long start;
  private long lastField;
  private int lastLength;
  private boolean lastQuoted;
  private long previousEnd;

  /** Where records go. */
  interface Rows {
    /** How many fields a record should have. */
    int width();

    void field(int index, char[] text, int offset, int length, boolean quoted);

    /**
     * Completes a record.
     *
     * @return whether to stop here
     */
    boolean end(CsvRecords record);
  }

  CsvRecords(ByteWindow window, CsvText text, SourceSpec.Csv spec, Rows rows) {
    this.window = window;
    this.text = text;
    this.quote = spec.quote();
    this.escape = new CsvEscape(spec);
    this.rows = rows;
    text.limitRecords(this::start);
  }

  /** Forgets all records: the next begins at or after a position. */
  void moveTo(long position) {
    fields = 0;
    lastLength = -1;
    previousEnd = position;
  }

  @Override
  protected void beginRecord(long line) {
    if (fields > 0) {
      fields = 0;
      window.keep(lastField);
    }
  }

  @Override
  protected void addField(char[] buffer, int offset, int length, boolean quoted) {
    long position = text.position(quoted ? offset - 1 : offset);
    // An empty field at the end of the file comes with an offset that means nothing.
    lastField = fields > 0 && position <= lastField ? text.cursor() : position;
    lastLength = length;
    lastQuoted = quoted;
    if (fields == 0) {
      start = lastField;
    }
    int field = fields++;
    if (field < rows.width()) {
      field(field, buffer, offset, length, quoted);
    } else if (field > rows.width() + MAX_SURPLUS && spansLines()) {
      throw new RecordRefused(
          ErrorCode.CSV_COLS_MANY,
          "has more than " + field + " fields instead of " + rows.width() + ", over many lines");
    }
  }

  private void field(int field, char[] buffer, int offset, int length, boolean quoted) {
    int count = escape.isAny() ? escape.unescape(buffer, offset, length) : -1;
    if (count < 0) {
      rows.field(field, buffer, offset, length, quoted);
    } else {
      rows.field(field, escape.values(), 0, count, quoted);
    }
  }

  /** Whether one more field follows so many, and nothing is in it. */
  boolean endsEmptyAfter(int count) {
    return fields == count + 1 && lastLength == 0;
  }

  int fields() {
    return fields;
  }

  /** Where the current record begins; before its first field is complete, where it will. */
  long start() {
    if (fields > 0) {
      return start;
    }
    long at = lastLength < 0 ? previousEnd : end();
    while (at < window.loaded() && isNewline(window.at(at))) {
      at++;
    }
    previousEnd = at;
    lastLength = -1;
    window.keep(Math.min(at, text.cursor()));
    return at;
  }

  /** Where the last complete record ends, before its newline. */
  long end() {
    if (!lastQuoted) {
      return lastField + lastLength;
    }
    long at = lastField + 1;
    while (true) {
      int b = window.at(at++);
      boolean isEscape = escape.isEscape(b) && escape.escapes(window.at(at));
      if (b == quote && window.at(at) != quote) {
        return at;
      }
      at += isEscape || b == quote ? 1 : 0;
    }
  }

  /** The position behind the newline that begins at a position, if one does. */
  long skipNewline(long at) {
    int first = window.at(at);
    return !isNewline(first) ? at : first == '\r' && window.at(at + 1) == '\n' ? at + 2 : at + 1;
  }

  static boolean isNewline(int character) {
    return character == '\n' || character == '\r';
  }

  private boolean spansLines() {
    for (long i = start; i < lastField; i++) {
      if (isNewline(window.at(i))) {
        return true;
      }
    }
    return false;
  }

  @Override
  protected void setEmpty() {}

  @Override
  protected void setComment(char[] buffer, int offset, int length) {}

  @Override
  protected int getFieldCount() {
    return fields;
  }

  @Override
  protected RecordType getRecordType() {
    return RecordType.DATA;
  }

  @Override
  protected @Nullable Boolean buildRecord() {
    return (fields > 0 && rows.end(this)) ? Boolean.TRUE : null;
  }
}
