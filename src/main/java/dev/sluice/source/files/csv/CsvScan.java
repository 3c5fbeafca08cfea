// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.csv;

import dev.sluice.source.files.split.Scan;
import dev.sluice.spec.table.SourceSpec;

/**
 * Counts records as {@link CsvFile} does, as long as nothing is wrong with their quotes or their
 * length; from the first that is on, records begin where only reading in order tells.
 */
final class CsvScan implements Scan {
  private enum At {
    FIELD,
    PLAIN,
    QUOTED,
    QUOTE,
    RETURN,
    BROKEN
  }

  private final SourceSpec.Csv spec;
  private final CsvEscape escape;
  private final byte delimiter;
  private final byte quote;
  private final int mostFields;
  private final int longest;

  private At at = At.FIELD;
  private boolean isEscaped;
  private int fields;
  private boolean spansLines;
  private long start;
  private long records;

  /**
   * Begins behind the header.
   *
   * @param mostFields of a record that spans lines
   * @param longest record, in bytes
   */
  CsvScan(SourceSpec.Csv spec, long start, int mostFields, int longest) {
    this.spec = spec;
    this.escape = new CsvEscape(spec);
    this.delimiter = (byte) spec.delimiter();
    this.quote = (byte) spec.quote();
    this.start = start;
    this.mostFields = mostFields;
    this.longest = longest;
  }

  @Override
  public void block(byte[] bytes, int from, int to, long position, Begins begins) {
    long base = position - from;
    for (int i = from; i < to && at != At.BROKEN; i++) {
      byte b = bytes[i];
      if (isEscaped && escaped(b)) {
        continue;
      }
      if (at == At.PLAIN) {
        while (b != delimiter && b != '\n' && b != '\r' && !escape.isEscape(b) && ++i < to) {
          b = bytes[i];
        }
      } else if (at == At.QUOTED) {
        while (b != quote && b != '\n' && b != '\r' && !escape.isEscape(b) && ++i < to) {
          b = bytes[i];
        }
      }
      if (i < to) {
        take(b, base + i, begins);
      }
    }
  }

  /** Takes the byte behind an escape character, if it is made an ordinary one. */
  private boolean escaped(byte b) {
    isEscaped = false;
    spansLines |= b == '\n';
    return escape.escapes(b);
  }

  private void take(byte b, long position, Begins begins) {
    isEscaped = escape.isEscape(b);
    if (at == At.QUOTED) {
      at = b == quote ? At.QUOTE : At.QUOTED;
      spansLines |= b != quote;
      return;
    }
    if (at == At.RETURN) {
      long begin = b == '\n' ? position + 1 : position;
      begin(begin, begins);
      if (b == '\n') {
        return;
      }
    }
    if (b == '\n' || b == '\r') {
      endRecord(b, position, begins);
    } else if (b == delimiter) {
      fields++;
      at = At.FIELD;
    } else if (b == quote && at != At.PLAIN) {
      at = At.QUOTED;
    } else {
      at = at == At.QUOTE ? At.BROKEN : At.PLAIN;
    }
  }

  private void endRecord(byte newline, long position, Begins begins) {
    if (position + 1 - start >= longest || (spansLines && fields >= mostFields)) {
      at = At.BROKEN;
      return;
    }
    boolean isEmpty = at == At.FIELD && fields == 0;
    records += isEmpty ? 0 : 1;
    if (newline == '\r') {
      at = At.RETURN;
    } else {
      begin(position + 1, begins);
    }
  }

  private void begin(long position, Begins begins) {
    at = At.FIELD;
    fields = 0;
    spansLines = false;
    start = position;
    begins.at(position, records);
  }

  @Override
  public Scan from(long position) {
    return new CsvScan(spec, position, mostFields, longest);
  }

  @Override
  public void add(long more) {
    records += more;
  }

  @Override
  public boolean isLost() {
    return at == At.BROKEN;
  }
}
