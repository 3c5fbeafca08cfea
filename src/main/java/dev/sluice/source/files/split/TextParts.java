// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.split;

import dev.sluice.error.ErrorCode;
import dev.sluice.intake.InputFile;
import dev.sluice.source.files.position.FilePart;
import dev.sluice.source.files.position.RecordPosition;
import dev.sluice.store.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;

/** Cuts a text into parts that can be read side by side, in one pass over its bytes. */
public final class TextParts {
  private static final int READ = 1 << 20;

  private final InputFile file;
  private final long size;
  private final List<RecordPosition> cuts = new ArrayList<>();
  private long next;

  /** Finds where records end, in the bytes of a file one block after the other. */
  public interface Scan {
    /**
     * Tells {@code parts} each place between two records that it is sure of.
     *
     * @param position of the first of the bytes in the file
     */
    void block(byte[] bytes, int from, int to, long position, TextParts parts);
  }

  private TextParts(InputFile file, long start, long size) {
    this.file = file;
    this.size = size;
    this.next = start + size;
  }

  /**
   * Cuts a file.
   *
   * @param start where its first record begins
   * @param size of each part, about
   */
  public static List<FilePart> of(InputFile file, long start, long size, Scan scan) {
    return new TextParts(file, start, size).cut(start, scan);
  }

  /** A record may begin at a place before which so many records stand. */
  public void mayCut(long position, long records) {
    if (position >= next && position < file.bytes()) {
      cuts.add(new RecordPosition(position, 0, records, List.of()));
      next = position + size;
    }
  }

  private List<FilePart> cut(long start, Scan scan) {
    Sha256.Growing digest = new Sha256.Growing();
    byte[] block = new byte[READ];
    long position = 0;
    try (InputStream in = Channels.newInputStream(file.open())) {
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        digest.add(block, 0, n);
        int from = (int) Math.min(Math.max(start - position, 0), n);
        scan.block(block, from, n, position + from, this);
        position += n;
      }
    } catch (IOException e) {
      throw file.failure(ErrorCode.FILE_UNREADABLE, "cannot be read: " + e.getMessage(), e);
    }
    file.requireLength(position);
    file.checkUnchanged();
    return parts(digest.end());
  }

  private List<FilePart> parts(String digest) {
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
