// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.bytes;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.sluice.error.ErrorCode;
import dev.sluice.intake.InputFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/** How a file is compressed: its name and its first bytes must agree. */
enum Compression {
  NONE("", ""),
  GZIP(".gz", "\u001f\u008b"),
  ZSTD(".zst", "(\u00b5/\u00fd");

  private final String suffix;
  private final String magic;

  Compression(String suffix, String magic) {
    this.suffix = suffix;
    this.magic = magic;
  }

  /** Looks at the name and, without consuming them, at the first bytes. */
  static Compression of(InputFile file, BufferedInputStream start) throws IOException {
    Compression named = byName(file.path());
    Compression found = byContent(start);
    if (named == found || isEmpty(start)) {
      return found;
    }
    throw file.failure(
        ErrorCode.FILE_CORRUPT,
        found == NONE
            ? "is not " + named + ", although its name ends in " + named.suffix + ": " + look(start)
            : "is compressed with "
                + found
                + ", but its name does not end in "
                + found.suffix
                + "; rename it",
        null);
  }

  /** What a file is instead. */
  private static String look(BufferedInputStream start) throws IOException {
    start.mark(FileKind.BYTES);
    byte[] first = start.readNBytes(FileKind.BYTES);
    start.reset();
    return FileKind.of(first).map(FileKind::named).orElse("rename it, or write it anew");
  }

  private static Compression byName(String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    return lower.endsWith(GZIP.suffix) ? GZIP : lower.endsWith(ZSTD.suffix) ? ZSTD : NONE;
  }

  static Compression byContent(BufferedInputStream start) throws IOException {
    start.mark(4);
    byte[] first = start.readNBytes(4);
    start.reset();
    return GZIP.begins(first) ? GZIP : ZSTD.begins(first) ? ZSTD : NONE;
  }

  private static boolean isEmpty(BufferedInputStream start) throws IOException {
    start.mark(1);
    int first = start.read();
    start.reset();
    return first < 0;
  }

  private boolean begins(byte[] first) {
    for (int i = 0; i < magic.length(); i++) {
      if (i >= first.length || (first[i] & 0xff) != magic.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  InputStream decode(BufferedInputStream stored) throws IOException {
    return switch (this) {
      case NONE -> stored;
      case GZIP -> new GzipMembers(stored);
      case ZSTD -> new ZstdInputStreamNoFinalizer(stored);
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
