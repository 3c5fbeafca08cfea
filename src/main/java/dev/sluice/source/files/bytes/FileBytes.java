// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.bytes;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.intake.InputFile;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.SourceSpec.Limits;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/**
 * The content of a text file in UTF-8, decompressed when its name ends in {@code .gz} or {@code
 * .zst}.
 *
 * <p>Every failure is a {@link PipelineException}: a name that does not fit the content, a cut or
 * broken compressed file, an unreadable one.
 */
final class FileBytes implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  /** So much may come out of any file. */
  private static final long UNSUSPECTED = 64L << 20;

  private final InputFile file;
  private final StoredBytes stored;
  private Compression compression = Compression.NONE;
  private @Nullable InputStream content;
  private final int ratio;
  private final String encoding;
  private long decoded;

  private FileBytes(InputFile file, Limits limits, String encoding) {
    this.encoding = encoding;
    this.file = file;
    this.ratio = limits.ratio();
    this.stored = new StoredBytes(file);
  }

  static FileBytes open(InputFile file, Limits limits, String encoding) {
    FileBytes bytes = new FileBytes(file, limits, encoding);
    try {
      bytes.start();
      return bytes;
    } catch (IOException e) {
      bytes.close();
      throw bytes.failure(e);
    } catch (PipelineException e) {
      bytes.close();
      throw e;
    }
  }

  private void start() throws IOException {
    BufferedInputStream start = new BufferedInputStream(stored, BUFFER);
    compression = Compression.of(file, start);
    if (compression == Compression.NONE) {
      content = inUtf8(start);
      return;
    }
    BufferedInputStream decoded = new BufferedInputStream(compression.decode(start), BUFFER);
    content = inUtf8(decoded);
    if (Compression.byContent(decoded) != Compression.NONE) {
      throw file.failure(ErrorCode.FILE_CORRUPT, "is compressed twice", null);
    }
  }

  private InputStream inUtf8(InputStream text) {
    return isUtf8() ? text : new RecodedText(text, encoding);
  }

  private boolean isUtf8() {
    return encoding.equals(SourceSpec.UTF_8);
  }

  /** Reads up to {@code length} bytes; returns -1 at the end. */
  int read(byte[] target, int offset, int length) {
    try {
      int count = stream().read(target, offset, length);
      decoded += Math.max(count, 0);
      if (compression != Compression.NONE && decoded > UNSUSPECTED) {
        requireRatio();
      }
      return count;
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** A small file that becomes a huge one would keep a worker busy for ever. */
  private void requireRatio() {
    if (decoded / ratio > Math.max(stored.count(), 1)) {
      throw file.failure(
          ErrorCode.FILE_CORRUPT,
          "becomes more than %d times as long when it is unpacked; if that is right, set `max_ratio` of its source"
              .formatted(ratio),
          null);
    }
  }

  /** Goes from one offset to a later one: by seeking where the file allows it. */
  void skip(long from, long to) {
    try {
      if (isStored() && stored.seek(to)) {
        content = new BufferedInputStream(stored, BUFFER);
      } else {
        stream().skipNBytes(to - from);
      }
    } catch (EOFException e) {
      throw file.failure(ErrorCode.FILE_CHANGED, "became shorter while it was read", e);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Whether the content is what is stored, byte for byte. */
  boolean isStored() {
    return compression == Compression.NONE && isUtf8();
  }

  void checkUnchanged() {
    file.checkUnchanged();
  }

  /** SHA-256 of the file as stored, once; what of it was not read yet is read for it. */
  String digest() {
    try {
      return stored.digest();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private InputStream stream() throws IOException {
    if (content == null) {
      throw new IOException("closed");
    }
    return content;
  }

  private PipelineException failure(IOException e) {
    if (e instanceof CharacterCodingException) {
      return file.failure(
          ErrorCode.FILE_CORRUPT,
          "is not in %s, the `encoding` of its source, before byte %d; `sluice suggest FILE` says which one it looks like"
              .formatted(encoding, stored.count()),
          e);
    }
    String at = " near byte " + stored.count() + ": " + e.getMessage();
    if (compression == Compression.NONE) {
      return file.failure(ErrorCode.FILE_UNREADABLE, "cannot be read" + at, e);
    }
    boolean isCut =
        e instanceof EOFException || String.valueOf(e.getMessage()).contains("runcated");
    return isCut
        ? file.failure(ErrorCode.FILE_TRUNCATED, "ends too early," + at, e)
        : file.failure(ErrorCode.FILE_CORRUPT, "is not valid " + compression + at, e);
  }

  @Override
  public void close() {
    try (stored;
        InputStream open = content) {
      content = null;
    } catch (IOException e) {
      throw file.failure(ErrorCode.FILE_UNREADABLE, "cannot be closed: " + e.getMessage(), e);
    }
  }
}
