// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.json;

import dev.sluice.source.files.split.Scan;

/** Counts lines as {@link JsonFile} does: a blank one is no record, unless it is too long. */
final class JsonScan implements Scan {
  private final int longest;
  private long lineStart;
  private boolean isBlank = true;
  private long records;

  JsonScan(long start, int longest) {
    this.lineStart = start;
    this.longest = longest;
  }

  @Override
  public void block(byte[] bytes, int from, int to, long position, Begins begins) {
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      if (b == '\n') {
        long at = position + i - from;
        if (!isBlank || at - lineStart > longest) {
          records++;
        }
        isBlank = true;
        lineStart = at + 1;
        begins.at(lineStart, records);
      } else if (isBlank) {
        isBlank = b == ' ' || b == '\t' || b == '\r';
      }
    }
  }

  @Override
  public Scan from(long position) {
    return new JsonScan(position, longest);
  }

  @Override
  public void add(long more) {
    records += more;
  }

  @Override
  public boolean isLost() {
    return false;
  }
}
