// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.bytes;

import dev.sluice.error.ErrorCode;
import dev.sluice.intake.InputFile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a file is that begins with certain bytes, whatever its name says; and what to do with it.
 *
 * <p>Magic numbers are those of the formats' own specifications.
 */
public enum FileKind {
  AVRO("an Avro file", "read it with `avro:`", "Obj\1"),
  PARQUET("a Parquet file", "read it with `parquet:`", "PAR1") {
    @Override
    public boolean begins(byte[] first) {
      return super.begins(first) && isBinary(first, 4);
    }
  },
  ORC("an ORC file", "convert it to Parquet", "ORC") {
    @Override
    public boolean begins(byte[] first) {
      return super.begins(first) && isBinary(first, 3);
    }
  },
  ARROW("an Arrow file", "convert it to Parquet", "ARROW1\0\0"),
  WORKBOOK("an Excel workbook", "save its sheet as CSV", "PK\3\4") {
    @Override
    public boolean begins(byte[] first) {
      return super.begins(first)
          && (isEntry(first, "[Content_Types].xml") || isEntry(first, "xl/"));
    }
  },
  OLD_WORKBOOK("an Excel workbook", "save its sheet as CSV", "\u00d0\u00cf\u0011\u00e0"),
  SPREADSHEET("an OpenDocument spreadsheet", "save its sheet as CSV", "PK\3\4") {
    @Override
    public boolean begins(byte[] first) {
      return super.begins(first) && isEntry(first, "mimetype");
    }
  },
  ZIP("a zip archive", Constants.UNPACK, "PK\3\4"),
  EMPTY_ZIP("a zip archive", Constants.UNPACK, "PK\5\6"),
  SEVEN_ZIP("a 7z archive", Constants.UNPACK, "7z\u00bc\u00af'\u001c"),
  RAR("a rar archive", Constants.UNPACK, "Rar!\u001a\7"),
  TAR("a tar archive", Constants.UNPACK, "") {
    @Override
    public boolean begins(byte[] first) {
      return first.length > 262 && text(first, 257, 5).equals("ustar");
    }
  },
  BZIP2("compressed with bzip2", Constants.RECOMPRESS, "BZh") {
    @Override
    public boolean begins(byte[] first) {
      return super.begins(first) && text(first, 4, 3).equals("1AY");
    }
  },
  XZ("compressed with xz", Constants.RECOMPRESS, "\u00fd7zXZ\0"),
  LZ4("compressed with lz4", Constants.RECOMPRESS, "\4\"M\u0018"),
  SNAPPY("compressed with snappy", Constants.RECOMPRESS, "\u00ff\6\0\0sNaPpY"),
  PDF("a PDF document", "extract its tables as CSV", "%PDF-"),
  SQLITE("an SQLite database", "export its table as CSV", "SQLite format 3\0"),
  DUCKDB("a DuckDB database", "export its table as Parquet", "") {
    @Override
    public boolean begins(byte[] first) {
      return first.length > 19 && text(first, 8, 4).equals("DUCK") && isBinary(first, 19);
    }
  },
  WEB_PAGE("a web page (HTML)", "look at it in a browser: perhaps it asks you to sign in", "") {
    @Override
    public boolean begins(byte[] first) {
      String start = text(first, 0, 256).stripLeading().toLowerCase(Locale.ROOT);
      return start.startsWith("<!doctype html") || start.startsWith("<html");
    }
  },
  XML("an XML document", "convert it to JSON lines or CSV", "<?xml "),
  UTF_32LE("UTF-32LE", Constants.RECODE, "\u00ff\u00fe\0\0"),
  UTF_32BE("UTF-32BE", Constants.RECODE, "\0\0\u00fe\u00ff"),
  UTF_16LE("UTF-16LE", Constants.RECODE, "\u00ff\u00fe"),
  UTF_16BE("UTF-16BE", Constants.RECODE, "\u00fe\u00ff"),
  BARE_32LE("UTF-32LE", Constants.RECODE, "") {
    @Override
    public boolean begins(byte[] first) {
      return zeros(first, "x000x000");
    }
  },
  BARE_32BE("UTF-32BE", Constants.RECODE, "") {
    @Override
    public boolean begins(byte[] first) {
      return zeros(first, "000x000x");
    }
  },
  BARE_16LE("UTF-16LE", Constants.RECODE, "") {
    @Override
    public boolean begins(byte[] first) {
      return zeros(first, "x0x0");
    }
  },
  BARE_16BE("UTF-16BE", Constants.RECODE, "") {
    @Override
    public boolean begins(byte[] first) {
      return zeros(first, "0x0x");
    }
  };

  /** How many bytes tell every kind. */
  static final int BYTES = 512;

  private final String what;
  private final String advice;
  private final String magic;

  FileKind(String what, String advice, String magic) {
    this.what = what;
    this.advice = advice;
    this.magic = magic;
  }

  /** An enum's constants are made before its own fields. */
  private static final class Constants {
    static final String UNPACK =
        "unpack it; files compressed with gzip (.gz) or zstd (.zst) are read";
    static final String RECOMPRESS = "unpack it, or compress it with gzip (.gz) or zstd (.zst)";
    static final String RECODE = "write `encoding: %s` in its source";
  }

  public boolean begins(byte[] first) {
    return !magic.isEmpty() && text(first, 0, magic.length()).equals(magic);
  }

  /** What a file is that begins so; empty for text and for what nobody knows. */
  public static Optional<FileKind> of(byte[] first) {
    return Arrays.stream(values()).filter(kind -> kind.begins(first)).findFirst();
  }

  /** Refuses a file that should be text and is not. */
  static void requireText(InputFile file, byte[] first) {
    of(first)
        .ifPresent(
            kind -> {
              throw file.failure(ErrorCode.FILE_CORRUPT, kind.named(), null);
            });
  }

  /** What a file is, and the next step, as the end of a sentence about it. */
  public String named() {
    return "is " + what + "; " + advice.formatted(what);
  }

  /** Whether a byte is none that a line of text goes on with. */
  private static boolean isBinary(byte[] bytes, int at) {
    return bytes.length > at
        && bytes[at] >= 0
        && bytes[at] < ' '
        && "\r\n\t".indexOf(bytes[at]) < 0;
  }

  private static boolean isEntry(byte[] zip, String name) {
    return text(zip, 30, name.length()).equals(name);
  }

  private static String text(byte[] bytes, int from, int length) {
    int end = Math.min(bytes.length, from + length);
    return from >= end ? "" : new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
  }

  /** Whether bytes are zero just where a pattern says so. */
  private static boolean zeros(byte[] first, String pattern) {
    if (first.length < pattern.length()) {
      return false;
    }
    for (int i = 0; i < pattern.length(); i++) {
      if ((first[i] == 0) != (pattern.charAt(i) == '0')) {
        return false;
      }
    }
    return true;
  }
}
