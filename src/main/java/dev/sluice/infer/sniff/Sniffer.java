// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.sniff;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.intake.InputFile;
import dev.sluice.source.files.bytes.ByteWindow;
import dev.sluice.source.files.bytes.FileKind;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.SourceSpec.Trim;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Looks at the beginning of a file, one megabyte at most, and says how it spells its rows. */
public final class Sniffer {
  private static final int BEGINNING = 1 << 20;

  /** What western software writes that does not write UTF-8. */
  public static final String WESTERN = "windows-1252";

  private Sniffer() {}

  /**
   * Says how a file spells its rows.
   *
   * @throws PipelineException FILE_CORRUPT for what no reader reads, with the next step
   */
  public static Dialect of(InputFile file) {
    try (ByteWindow window = ByteWindow.openBinary(file)) {
      Optional<FileKind> kind = FileKind.of(window.beginning());
      if (kind.isPresent()) {
        return kind(file, kind.get(), window);
      }
      byte[] bytes = window.copy(window.start(), window.start() + BEGINNING);
      boolean isCut = bytes.length == BEGINNING;
      String encoding = isUtf8(bytes, isCut) ? SourceSpec.UTF_8 : WESTERN;
      return text(file, bytes, isCut, encoding);
    }
  }

  private static Dialect kind(InputFile file, FileKind kind, ByteWindow window) {
    return switch (kind) {
      case PARQUET -> {
        if (!window.isStored()) {
          throw file.failure(
              ErrorCode.FILE_CORRUPT,
              "is Parquet that was compressed as a whole; unpack it: Parquet compresses its own pages",
              null);
        }
        yield new Dialect(new SourceSpec.Parquet(List.of()), List.of(), List.of());
      }
      case AVRO -> new Dialect(new SourceSpec.Avro(List.of()), List.of(), List.of());
      case UTF_16LE, BARE_16LE, UTF_16BE, BARE_16BE -> {
        byte[] bytes = window.copy(0, BEGINNING);
        boolean isLittle = kind == FileKind.UTF_16LE || kind == FileKind.BARE_16LE;
        yield text(file, bytes, bytes.length == BEGINNING, isLittle ? "UTF-16LE" : "UTF-16BE");
      }
      default -> throw file.failure(ErrorCode.FILE_CORRUPT, kind.named(), null);
    };
  }

  private static Dialect text(InputFile file, byte[] bytes, boolean isCut, String encoding) {
    String text = new String(bytes, Charset.forName(encoding));
    if (text.startsWith("\ufeff")) {
      text = text.substring(1);
    }
    String start = text.stripLeading();
    if (start.startsWith("{") || start.startsWith("[")) {
      Optional<Dialect> json = JsonShape.of(file, start, isCut);
      if (json.isPresent()) {
        return json.get().in(encoding);
      }
    }
    Delimiters.Cut cut = Delimiters.best(text, isCut);
    Dialect dialect = HeaderGuess.of(cut, encoding);
    return cut.isPadded() ? dialect.trimmed(Trim.AROUND) : dialect;
  }

  /** Whether bytes are UTF-8, a last character that is cut aside. */
  private static boolean isUtf8(byte[] bytes, boolean isCut) {
    for (int less = 0; less <= (isCut ? 3 : 0); less++) {
      byte[] part = Arrays.copyOf(bytes, bytes.length - less);
      try {
        var unused = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(part));
        return true;
      } catch (CharacterCodingException e) {
        // A character less, then.
      }
    }
    return false;
  }
}
