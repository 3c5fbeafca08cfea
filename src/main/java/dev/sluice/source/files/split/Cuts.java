// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.split;

import dev.sluice.intake.InputFile;
import dev.sluice.source.files.position.FilePart;
import dev.sluice.source.files.position.RecordPosition;
import java.util.ArrayList;
import java.util.List;

/**
 * Picks places to cut a file at: the first record at or after each multiple of a length, which
 * depends on nothing but the place itself.
 */
public final class Cuts implements Scan.Begins {
  private final InputFile file;
  private final long start;
  private final long size;
  private final List<RecordPosition> cuts = new ArrayList<>();
  private long next;

  /**
   * Begins with the first record.
   *
   * @param size of each part, about
   */
  public Cuts(InputFile file, long start, long size) {
    this.file = file;
    this.start = start;
    this.size = size;
    this.next = start + size;
  }

  @Override
  public void at(long position, long records) {
    if (position >= next && position < file.bytes()) {
      cuts.add(new RecordPosition(position, 0, records, List.of()));
      next = start + ((position - start) / size + 1) * size;
    }
  }

  /** Cuts that were picked by one who counted fewer records, from a place on. */
  void addAll(Cuts others, long after, long records) {
    for (RecordPosition cut : others.cuts) {
      if (cut.offset() > after) {
        at(cut.offset(), cut.records() + records);
      }
    }
  }

  /** Cuts of the same file, of which none is picked yet. */
  Cuts anew() {
    return new Cuts(file, start, size);
  }

  /** The parts between the cuts, of a file with this SHA-256. */
  public List<FilePart> parts(String digest) {
    List<FilePart> parts = new ArrayList<>();
    RecordPosition from = RecordPosition.START;
    for (RecordPosition to : cuts) {
      parts.add(new FilePart(file, from, to.offset(), to.records(), digest));
      from = to;
    }
    parts.add(new FilePart(file, from, -1, -1, digest));
    return parts;
  }
}
