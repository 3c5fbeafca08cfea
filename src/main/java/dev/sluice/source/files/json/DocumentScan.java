// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.json;

import dev.sluice.source.files.split.Scan;

/**
 * Counts records as {@link DocumentFrames} does: those of a list, or objects that stand one after
 * the other. It is lost where something else begins.
 */
final class DocumentScan implements Scan {
  private final boolean isList;
  private long records;
  private boolean isIn;
  private boolean isLost;
  private Nesting nesting = new Nesting();

  DocumentScan(boolean isList) {
    this.isList = isList;
  }

  @Override
  public void block(byte[] bytes, int from, int to, long position, Begins begins) {
    for (int i = from; i < to && !isLost; i++) {
      int b = bytes[i];
      if (isIn || !Nesting.isSpace(b)) {
        take(b, position + i - from, begins);
      }
    }
  }

  private void take(int b, long position, Begins begins) {
    if (isList && nesting.isOutside(b)) {
      end();
      isLost = b == ']';
      return;
    }
    if (!isIn) {
      isLost = !isList && b != '{';
      isIn = true;
      begins.at(position, records);
    }
    nesting.take(b);
    if (!isList && nesting.depth() == 0) {
      end();
    }
  }

  private void end() {
    records += isIn ? 1 : 0;
    isIn = false;
    nesting = new Nesting();
  }

  @Override
  public Scan from(long position) {
    return new DocumentScan(isList);
  }

  @Override
  public void add(long more) {
    records += more;
  }

  @Override
  public boolean isLost() {
    return isLost;
  }
}
