// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.sniff;

import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.SourceSpec.Trim;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a file spells its rows.
 *
 * @param delimiter of delimited text
 * @param quote of delimited text
 * @param encoding as the spec names it; {@code UTF-8} unless the bytes say otherwise
 * @param trim which blanks belong to no value
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
    Trim trim,
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
    return new Dialect(format, ',', '"', encoding, Trim.NONE, 0, true, names, List.of());
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
              new SourceSpec.Lines(skip, hasHeader, trim),
              encoding);
      case JSON -> new SourceSpec.JsonLines(paths, SourceSpec.Limits.DEFAULT, encoding);
      case AVRO -> new SourceSpec.Avro(paths);
      case PARQUET -> new SourceSpec.Parquet(paths);
    };
  }

  /** The same of a file in another encoding. */
  public Dialect in(String other) {
    return new Dialect(format, delimiter, quote, other, trim, skip, hasHeader, names, evidence);
  }

  /** The same of a file in which blanks stand around values, or inside of quotes too. */
  public Dialect trimmed(Trim blanks) {
    List<String> more = new ArrayList<>(evidence);
    String where = blanks == Trim.ALL ? "inside of quotes" : "around values";
    more.add("blanks stand " + where + ": they belong to none");
    return new Dialect(format, delimiter, quote, encoding, blanks, skip, hasHeader, names, more);
  }

  /** The same with one more reason. */
  Dialect saying(Optional<String> reason) {
    List<String> more = new ArrayList<>(evidence);
    reason.ifPresent(more::add);
    return new Dialect(format, delimiter, quote, encoding, trim, skip, hasHeader, names, more);
  }

  /** Whether the header lacks a name for the last column, which a reader takes for none. */
  public boolean hasTail() {
    return hasHeader && names.size() > 1 && names.get(names.size() - 1).isEmpty();
  }

  /** The same with a column of values where the header has no last name. */
  public Dialect withTail() {
    List<String> more = new ArrayList<>(evidence);
    more.add("the last column has values and no name: columns are taken by their place");
    List<String> all = new ArrayList<>(names);
    all.set(all.size() - 1, "column_" + all.size());
    return new Dialect(format, delimiter, quote, encoding, trim, skip + 1, false, all, more);
  }

  /** Whether one reader reads files of both alike. */
  public boolean isLike(Dialect other) {
    return format == other.format
        && delimiter == other.delimiter
        && quote == other.quote
        && encoding.equals(other.encoding)
        && trim == other.trim
        && skip == other.skip
        && hasHeader == other.hasHeader
        && (hasHeader || names.equals(other.names));
  }
}
