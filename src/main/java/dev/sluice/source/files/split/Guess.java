// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.split;

import java.util.Arrays;

/**
 * What a block of a text holds if a record begins in its second line.
 *
 * <p>It needs nothing of what comes before, so that blocks can be guessed at side by side. If a
 * guess is wrong, because the line stands inside quotes, it falls in step after a while; who reads
 * in order knows when, by the first place at which both find a record.
 */
final class Guess {
  /** So many records are remembered to be compared. */
  private static final int REMEMBERED = 4096;

  /** After so many, what is wrong is wrong in the text and not in the guess. */
  private static final int SURE = 16;

  private final byte[] bytes;
  private final int from;
  private final int to;
  private final long position;

  private final long[] begins = new long[REMEMBERED];
  private final long[] counts = new long[REMEMBERED];
  private int known;

  private Scan scan;
  private Cuts cuts;

  /**
   * Of bytes of a file.
   *
   * @param position of the first
   */
  Guess(byte[] bytes, int from, int to, long position, Scan scan, Cuts cuts) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
    this.position = position;
    this.scan = scan;
    this.cuts = cuts;
  }

  /** Goes over the bytes; begins anew in a later line where it was soon wrong for sure. */
  Guess make() {
    for (int line = nextLine(from); line < to; line = nextLine(lastBegin())) {
      long place = position + line - from;
      known = 0;
      cuts = cuts.anew();
      scan = scan.from(place);
      remember(place, 0);
      scan.block(bytes, line, to, place, this::remember);
      if (!scan.isLost() || known >= SURE) {
        break;
      }
    }
    return this;
  }

  private int lastBegin() {
    return (int) (begins[known - 1] - position) + from;
  }

  private void remember(long begin, long records) {
    cuts.at(begin, records);
    if (known < REMEMBERED) {
      begins[known] = begin;
      counts[known++] = records;
    }
  }

  private int nextLine(int at) {
    int i = at;
    while (i < to && bytes[i] != '\n') {
      i++;
    }
    return i + 1;
  }

  /** How many records it found before a place; negative where it found none to begin there. */
  long recordsBefore(long begin) {
    int at = Arrays.binarySearch(begins, 0, known, begin);
    return at < 0 ? -1 : counts[at];
  }

  Scan scan() {
    return scan;
  }

  Cuts cuts() {
    return cuts;
  }

  byte[] bytes() {
    return bytes;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  long position() {
    return position;
  }
}
