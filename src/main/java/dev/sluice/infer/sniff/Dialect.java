// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.sniff;

import dev.sluice.spec.table.SourceSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * How a file spells its rows.
 *
 * @param delimiter of delimited text
 * @param quote of delimited text
 * @param encoding as the spec names it; {@code UTF-8} unless the bytes say otherwise
 * @param isTrimmed whether blanks stand around values
 * @param skip lines before the header, or before the first row where there is no header
 * @param hasHeader whether the first line that is not skipped names the columns
 * @param names the columns' names by their place, as far as they are known
 * @param evidence why, a sentence each, where it is not what everybody expects
 */
public record Dialect(
    Format format,
    char delimiter,
    char quote,
    String encoding,
    boolean isTrimmed,
    int skip,
    boolean hasHeader,
    List<String> names,
    List<String> evidence) {
  /** The formats that are read. */
  public enum Format {
    CSV,
    JSON,
    AVRO,
    PARQUET
  }

  /** The encoding of a text that needs no word in a spec. */
  public static final String UTF_8 = "UTF-8";

  public Dialect {
    names = List.copyOf(names);
    evidence = List.copyOf(evidence);
  }

  /** A file that is not delimited text. */
  static Dialect of(Format format, String encoding, List<String> names) {
    return new Dialect(format, ',', '"', encoding, false, 0, true, names, List.of());
  }

  /** The source of such files, as a run reads it. */
  public SourceSpec source(List<String> paths) {
    return switch (format) {
      case CSV ->
          new SourceSpec.Csv(
              paths,
              delimiter,
              quote,
              List.of(""),
              false,
              SourceSpec.Limits.DEFAULT,
              new SourceSpec.Lines(skip, hasHeader, isTrimmed),
              encoding);
      case JSON -> new SourceSpec.JsonLines(paths, SourceSpec.Limits.DEFAULT, encoding);
      case AVRO -> new SourceSpec.Avro(paths);
      case PARQUET -> new SourceSpec.Parquet(paths);
    };
  }

  /** The same of a file in another encoding. */
  public Dialect in(String other) {
    return new Dialect(
        format, delimiter, quote, other, isTrimmed, skip, hasHeader, names, evidence);
  }

  /** The same of a file in which blanks stand around values. */
  public Dialect trimmed() {
    List<String> more = new ArrayList<>(evidence);
    more.add("blanks stand around values: they belong to none");
    return new Dialect(format, delimiter, quote, encoding, true, skip, hasHeader, names, more);
  }

  /** Whether one reader reads files of both alike. */
  public boolean isLike(Dialect other) {
    return format == other.format
        && delimiter == other.delimiter
        && quote == other.quote
        && encoding.equals(other.encoding)
        && isTrimmed == other.isTrimmed
        && skip == other.skip
        && hasHeader == other.hasHeader
        && (hasHeader || names.equals(other.names));
  }
}
