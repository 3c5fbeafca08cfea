// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.sniff;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.infer.words.Evidence;
import dev.sluice.intake.InputFile;
import dev.sluice.source.files.bytes.ByteWindow;
import dev.sluice.source.files.bytes.FileKind;
import dev.sluice.source.files.encoding.EncodingGuess;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.unit.Trim;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;

/** Looks at the beginning of a file, one megabyte at most, and says how it spells its rows. */
public final class Sniffer {
  private static final int BEGINNING = 1 << 20;

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
      EncodingGuess encoding = EncodingGuess.of(bytes, isCut);
      Dialect dialect = text(file, bytes, isCut, encoding.name());
      return evidence(encoding).map(dialect::because).orElse(dialect);
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
      case UTF_16LE, BARE_16LE -> wide(file, window, "UTF-16LE");
      case UTF_16BE, BARE_16BE -> wide(file, window, "UTF-16BE");
      case UTF_32LE, BARE_32LE -> wide(file, window, "UTF-32LE");
      case UTF_32BE, BARE_32BE -> wide(file, window, "UTF-32BE");
      default -> throw file.failure(ErrorCode.FILE_CORRUPT, kind.named(), null);
    };
  }

  /** Why, where it is not UTF-8. */
  private static Optional<String> evidence(EncodingGuess guess) {
    if (guess.name().equals(SourceSpec.UTF_8)) {
      return Optional.empty();
    }
    String made =
        guess.example().isEmpty()
            ? ""
            : ", which makes " + Evidence.quoted(guess.example()) + " of a value";
    String others =
        guess.others().isEmpty()
            ? ""
            : "; it may be " + String.join(" or ", guess.others()) + " too";
    return Optional.of(
        (guess.isClear()
                ? "no UTF-8, but " + guess.name() + " by its bytes"
                : "no UTF-8: that it is " + guess.name() + " is a guess")
            + made
            + others);
  }

  private static void requireContent(InputFile file, String text, boolean isCut) {
    List<String> lines = text.lines().filter(line -> !line.isBlank()).limit(10_000).toList();
    boolean isCommented =
        lines.stream().allMatch(line -> line.startsWith("#")) && !isCut && !isHeader(lines);
    if (isCommented) {
      throw file.failure(
          ErrorCode.FILE_EMPTY,
          (text.isEmpty() ? "is empty" : "holds " + (lines.isEmpty() ? "blank lines" : "comments"))
              + (text.isEmpty() ? "" : " and nothing else")
              + ": nothing can be guessed of it. Name a file with a header, or with rows.",
          null);
    }
  }

  /** Whether the only line may name columns, though it begins as a comment does. */
  private static boolean isHeader(List<String> lines) {
    return lines.size() == 1 && lines.get(0).matches(".*[,;\t|].*");
  }

  private static Dialect wide(InputFile file, ByteWindow window, String encoding) {
    byte[] bytes = window.copy(0, BEGINNING);
    return text(file, bytes, bytes.length == BEGINNING, encoding);
  }

  /**
   * The encoding of a text whose beginning is UTF-8 and whose rest is not, by the rest.
   *
   * @param dialect of its beginning
   */
  public static Dialect recoded(InputFile file, Dialect dialect) {
    EncodingGuess encoding = EncodingGuess.of(file);
    Dialect recoded = dialect.in(encoding.name());
    return evidence(encoding).map(recoded::because).orElse(recoded);
  }

  private static Dialect text(InputFile file, byte[] bytes, boolean isCut, String encoding) {
    String text = new String(bytes, Charset.forName(encoding));
    if (text.startsWith("\ufeff")) {
      text = text.substring(1);
    }
    requireContent(file, text, isCut);
    String start = text.stripLeading();
    if (start.startsWith("{") || start.startsWith("[")) {
      Optional<Dialect> json = JsonShape.of(file, start, isCut);
      if (json.isPresent()) {
        return json.get().in(encoding);
      }
    }
    Delimiters.Cut cut = Delimiters.best(text, isCut);
    Dialect dialect = HeaderGuess.of(cut, encoding);
    if (cut.width() == 1 && BlankRuns.part(text)) {
      return dialect.because(BlankRuns.advice(file.path()));
    }
    return cut.isPadded() ? dialect.trimmed(Trim.AROUND) : dialect;
  }
}
