// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.bytes;

import dev.sluice.intake.InputFile;
import dev.sluice.source.files.position.FilePart;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.SourceSpec.Limits;
import dev.sluice.store.Sha256;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A window that slides over the bytes of a file, addressed by their position in it.
 *
 * <p>Bytes from {@link #keep} on stay until it is moved; the window grows as far as that demands,
 * so whoever reads must bound it.
 */
public final class ByteWindow implements AutoCloseable {
  /** The longest value of a format whose limits cannot be set. */
  public static final int MAX_RECORD = Limits.DEFAULT.record();

  private static final int READ = 1 << 16;

  private final @Nullable FileBytes file;
  private byte[] buffer;
  private long base;
  private int limit;
  private long kept;
  private boolean isAtEnd;
  private long stop = Long.MAX_VALUE;
  private final int longest;

  private ByteWindow(FileBytes file, Limits limits) {
    this.file = file;
    this.longest = limits.record();
    this.buffer = new byte[READ * 4];
  }

  private ByteWindow(byte[] content, Limits limits) {
    this.file = null;
    this.longest = limits.record();
    this.buffer = content;
    this.limit = content.length;
    this.isAtEnd = true;
  }

  /** Shows bytes that are in memory as a whole. */
  public static ByteWindow of(byte[] content, Limits limits) {
    return new ByteWindow(content, limits);
  }

  /** Opens a file of any content. */
  public static ByteWindow openBinary(InputFile input) {
    return new ByteWindow(FileBytes.open(input, Limits.DEFAULT, SourceSpec.UTF_8), Limits.DEFAULT);
  }

  /** Opens the text of a source; what is plainly something else is refused by name. */
  public static ByteWindow openText(InputFile input, SourceSpec source) {
    Limits limits = source.limits();
    ByteWindow window = new ByteWindow(FileBytes.open(input, limits, source.encoding()), limits);
    try {
      FileKind.requireText(input, window.beginning());
      return window;
    } catch (RuntimeException e) {
      window.close();
      throw e;
    }
  }

  /** Shows nothing behind a part of the file. */
  public void endAt(FilePart part) {
    if (!part.isLast()) {
      stop = part.to();
      limit = (int) Math.min(limit, stop - base);
    }
  }

  /** Whether positions are those of the file as it is stored. */
  public boolean isStored() {
    return file == null || file.isStored();
  }

  /** The first bytes, as many as tell what the file is; nothing is let go of. */
  public byte[] beginning() {
    int unused = at(FileKind.BYTES - 1);
    return copy(0, FileKind.BYTES);
  }

  /** The longest record; a longer one is a dead letter. */
  public int longest() {
    return longest;
  }

  /** Where the text begins: after the byte order mark. */
  public long start() {
    return file != null && at(0) == 0xef && at(1) == 0xbb && at(2) == 0xbf ? 3 : 0;
  }

  /** Where the bytes loaded so far end. */
  public long loaded() {
    return base + limit;
  }

  /** Lets go of everything before a position. */
  public void keep(long from) {
    kept = from;
  }

  /** The first position that is still there for sure. */
  public long kept() {
    return kept;
  }

  /** The byte at a position that is not before the kept one; -1 behind the end. */
  public int at(long position) {
    while (position >= loaded()) {
      if (!load()) {
        return -1;
      }
    }
    return buffer[(int) (position - base)] & 0xff;
  }

  /** Copies bytes, less where the file ends; never reaches before the kept position. */
  public byte[] copy(long from, long to) {
    if (to > from) {
      int unused = at(to - 1);
    }
    int start = (int) (from - base);
    return Arrays.copyOfRange(
        buffer, start, Math.max(start, (int) (Math.min(to, loaded()) - base)));
  }

  /** The array that holds the loaded bytes, for {@link #index} to point into. */
  public byte[] array() {
    return buffer;
  }

  /** Where a loaded position stands in {@link #array}; valid until more is loaded. */
  public int index(long position) {
    return (int) (position - base);
  }

  /** Goes to a position at or after the kept one, and keeps from there. */
  public void moveTo(long position) {
    kept = position;
    if (position > loaded() && file != null) {
      file.skip(loaded(), position);
      base = position;
      limit = 0;
      isAtEnd = false;
    }
  }

  /** Fails when the file is no longer the one that was opened. */
  public void checkUnchanged() {
    if (file != null) {
      file.checkUnchanged();
    }
  }

  /** SHA-256 of the file as stored; called once, behind the last record. */
  public String digest() {
    return file == null ? Sha256.of(buffer) : file.digest();
  }

  /** Loads more; returns false at the end of the file. */
  public boolean load() {
    if (isAtEnd || file == null || loaded() >= stop) {
      return false;
    }
    if (buffer.length - limit < READ) {
      makeRoom();
    }
    int count = file.read(buffer, limit, (int) Math.min(READ, stop - loaded()));
    isAtEnd = count < 0;
    limit += Math.max(count, 0);
    return !isAtEnd;
  }

  private void makeRoom() {
    int drop = (int) Math.min(Math.max(kept - base, 0), limit);
    byte[] target = limit - drop > buffer.length / 2 ? new byte[buffer.length * 2] : buffer;
    System.arraycopy(buffer, drop, target, 0, limit - drop);
    buffer = target;
    base += drop;
    limit -= drop;
  }

  @Override
  public void close() {
    if (file != null) {
      file.close();
    }
  }
}
