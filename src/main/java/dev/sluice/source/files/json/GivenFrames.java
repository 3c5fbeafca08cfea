// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.json;

import java.util.function.Consumer;

/** Records whose lengths are known, one right after the other. */
final class GivenFrames implements JsonFrames {
  private final int[] lengths;
  private int next;
  private long from;
  private long to;

  GivenFrames(int[] lengths) {
    this.lengths = lengths;
  }

  @Override
  public boolean next(long position) {
    from = position;
    to = position;
    if (next == lengths.length) {
      return false;
    }
    to += lengths[next++];
    return true;
  }

  @Override
  public long from() {
    return from;
  }

  @Override
  public long to() {
    return to;
  }

  @Override
  public boolean isLong() {
    return false;
  }

  @Override
  public void rest(Consumer<byte[]> bytes) {
    throw new IllegalStateException("What was given is not too long");
  }

  @Override
  public long after() {
    return to;
  }

  @Override
  public long place() {
    return 0;
  }
}
