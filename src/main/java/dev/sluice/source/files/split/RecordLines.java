// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.split;

import dev.sluice.intake.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Tells on which lines of a text, as an editor counts them, some of its records begin. A value may
 * hold line ends, so that the number of a record is not that of its line.
 */
public final class RecordLines {
  private static final int BLOCK = 1 << 20;

  /** Nobody waits for the lines of a longer text. */
  private static final long MOST_BYTES = 256L << 20;

  private final InputFile file;
  private final TreeSet<Long> wanted;
  private final TreeMap<Long, Long> places = new TreeMap<>();

  /**
   * Where a record begins.
   *
   * @param line counted from 1
   * @param offset in bytes
   */
  public record Place(long line, long offset) {}

  private RecordLines(InputFile file, Set<Long> wanted) {
    this.file = file;
    this.wanted = new TreeSet<>(wanted);
  }

  /**
   * The places of records by their numbers, counted from 1; those that only reading could find are
   * left out.
   *
   * @param start where the first record begins
   */
  public static Map<Long, Place> of(InputFile file, long start, Scan scan, Set<Long> records)
      throws IOException {
    RecordLines lines = new RecordLines(file, records);
    lines.find(start, scan);
    return lines.count();
  }

  private void find(long start, Scan scan) throws IOException {
    note(start, 0);
    long[] met = {0};
    try (InputStream in = Channels.newInputStream(file.open())) {
      in.skipNBytes(start);
      long position = start;
      byte[] block = in.readNBytes(BLOCK);
      while (block.length > 0
          && position < MOST_BYTES
          && !scan.isLost()
          && met[0] < wanted.last()) {
        scan.block(
            block,
            0,
            block.length,
            position,
            (begin, records) -> {
              note(begin, records);
              met[0] = records;
            });
        position += block.length;
        block = in.readNBytes(BLOCK);
      }
    }
  }

  /** Blank lines before a record are none of it: the last place counts. */
  private void note(long begin, long records) {
    if (wanted.contains(records + 1)) {
      places.put(records + 1, begin);
    }
  }

  private Map<Long, Place> count() throws IOException {
    Map<Long, Place> lines = new TreeMap<>();
    try (InputStream in = Channels.newInputStream(file.open())) {
      long position = 0;
      long line = 1;
      int before = -1;
      byte[] block = in.readNBytes(BLOCK);
      int at = 0;
      for (Map.Entry<Long, Long> place : places.entrySet()) {
        while (position < place.getValue() && block.length > 0) {
          int b = block[at];
          line += b == '\r' || (b == '\n' && before != '\r') ? 1 : 0;
          before = b;
          position++;
          if (++at == block.length) {
            block = in.readNBytes(BLOCK);
            at = 0;
          }
        }
        lines.put(place.getKey(), new Place(line, place.getValue()));
      }
    }
    return lines;
  }
}
