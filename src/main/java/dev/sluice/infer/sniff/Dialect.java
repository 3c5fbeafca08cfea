// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.sniff;

import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.SourceSpec.Csv;
import dev.sluice.spec.table.SourceSpec.Json;
import dev.sluice.spec.table.SourceSpec.Lines;
import dev.sluice.spec.unit.Trim;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a file spells its rows.
 *
 * @param spelling a source of no files that reads such ones
 * @param names the columns' names by their place, as far as they are known
 * @param evidence why, a sentence each, where it is not what everybody expects
 */
public record Dialect(SourceSpec spelling, List<String> names, List<String> evidence) {
  public Dialect {
    names = List.copyOf(names);
    evidence = List.copyOf(evidence);
  }

  /** The source of such files, as a run reads it. */
  public SourceSpec source(List<String> paths) {
    return spelling.at(paths);
  }

  /** How the text is delimited; empty for what is no delimited text. */
  public Optional<Csv> csv() {
    return spelling instanceof Csv csv ? Optional.of(csv) : Optional.empty();
  }

  private Csv delimited() {
    return csv().orElseThrow();
  }

  /** The same of a text in another encoding. */
  public Dialect in(String encoding) {
    SourceSpec recoded =
        spelling instanceof Csv csv
            ? csv.in(encoding)
            : spelling instanceof Json json ? json.in(encoding) : spelling;
    return new Dialect(recoded, names, evidence);
  }

  /** The same of a file in which blanks stand around values, or inside of quotes too. */
  public Dialect trimmed(Trim blanks) {
    String where = blanks == Trim.ALL ? "inside of quotes" : "around values";
    Lines lines = delimited().lines();
    return lined(
        new Lines(lines.skip(), lines.header(), blanks),
        names,
        "blanks stand " + where + ": they belong to none");
  }

  /** The same with one more reason. */
  Dialect because(String reason) {
    return new Dialect(spelling, names, with(reason));
  }

  private Dialect lined(Lines lines, List<String> all, String reason) {
    return new Dialect(delimited().lined(lines), all, with(reason));
  }

  private List<String> with(String reason) {
    List<String> more = new ArrayList<>(evidence);
    more.add(reason);
    return more;
  }

  /** What parts values; a comma where nothing does. */
  public char delimiter() {
    return csv().map(Csv::delimiter).orElse(',');
  }

  /** Whether the header lacks a name for the last column, which a reader takes for none. */
  public boolean hasTail() {
    return isNamed() && names.size() > 1 && names.get(names.size() - 1).isEmpty();
  }

  /** Whether the files name their columns themselves. */
  public boolean isNamed() {
    return csv().map(csv -> csv.lines().header()).orElse(true);
  }

  /** The same with a column of values where the header has no last name. */
  public Dialect withTail() {
    List<String> all = new ArrayList<>(names);
    all.set(all.size() - 1, "column_" + all.size());
    Lines lines = delimited().lines();
    return lined(
        new Lines(lines.skip() + 1, false, lines.trim()),
        all,
        "the last column has values and no name: columns are taken by their place");
  }

  /** Whether one reader reads files of both alike. */
  public boolean isLike(Dialect other) {
    return spelling.equals(other.spelling) && (isNamed() || names.equals(other.names));
  }
}
