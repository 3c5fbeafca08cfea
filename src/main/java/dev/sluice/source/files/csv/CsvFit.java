// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.csv;

import dev.sluice.intake.InputFile;
import dev.sluice.schema.TableSchema;
import dev.sluice.schema.form.SourceNames;
import dev.sluice.source.files.record.ColumnNames;
import dev.sluice.spec.table.SourceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Refuses a file whose header has no column of the contract at all: its delimiter is another, it
 * has no header, or it is another table's. Its rows would be nothing but nulls.
 */
final class CsvFit {
  private static final List<Character> DELIMITERS = List.of(',', ';', '\t', '|', ':');

  private final InputFile file;
  private final SourceSpec.Csv spec;
  private final TableSchema schema;
  private final Set<String> wanted;
  private final Set<String> loose;

  CsvFit(InputFile file, SourceSpec.Csv spec, TableSchema schema) {
    this.file = file;
    this.spec = spec;
    this.schema = schema;
    this.wanted =
        schema.columns().stream()
            .flatMap(column -> column.sourceNames().stream())
            .collect(Collectors.toUnmodifiableSet());
    this.loose =
        schema.columns().stream()
            .filter(column -> !column.sourcing().isExact())
            .flatMap(column -> column.sourceNames().stream())
            .map(SourceNames::loose)
            .collect(Collectors.toUnmodifiableSet());
  }

  void require(CsvHeader header) {
    List<String> names = header.unchecked();
    if (names.isEmpty() || wanted.isEmpty() || names.stream().anyMatch(this::isWanted)) {
      return;
    }
    throw ColumnNames.mismatch(
        file,
        delimiter(header)
            .or(() -> quote(names))
            .or(() -> line(header))
            .orElseGet(() -> other(header, names)));
  }

  private Optional<String> delimiter(CsvHeader header) {
    return DELIMITERS.stream()
        .filter(other -> other != spec.delimiter())
        .filter(other -> parts(header.text(), other).anyMatch(this::isWanted))
        .map(
            other ->
                "its columns are parted by another delimiter; set `delimiter: \"%s\"` of its source"
                    .formatted(other == '\t' ? "\\t" : other))
        .findFirst();
  }

  private Optional<String> quote(List<String> names) {
    return Stream.of('"', '\'')
        .filter(other -> names.stream().map(name -> bare(name, other)).anyMatch(this::isWanted))
        .map(
            other ->
                "its columns are quoted by another character; set `quote: %s` of its source"
                    .formatted(other == '"' ? "'\"'" : "\"'\""))
        .findFirst();
  }

  /** A title, a comment or a date often stands before the header. */
  private Optional<String> line(CsvHeader header) {
    List<String> lines = header.beginning();
    for (int i = 1; i < lines.size(); i++) {
      long known = parts(lines.get(i), spec.delimiter()).filter(this::isWanted).distinct().count();
      if (known > 1 || known == wanted.size()) {
        return Optional.of(
            "its columns are named in line %d; take away the lines before it".formatted(i + 1));
      }
    }
    return Optional.empty();
  }

  private String other(CsvHeader header, List<String> names) {
    return "none of its columns is one of the contract's (%s)%s. %s"
        .formatted(
            String.join(", ", schema.names()),
            schema.hasPii() ? "" : ", it has " + String.join(", ", shown(names)),
            header.text().startsWith("{\"")
                ? "It looks like JSON: read it with `json:`"
                : "If it has no header, add one; if its columns have other names, say them in `from` of the columns, or in `aliases` of the schema's fields; if the delimiter is not \"%s\", set `delimiter`"
                    .formatted(spec.delimiter() == '\t' ? "\\t" : spec.delimiter()));
  }

  private boolean isWanted(String name) {
    return wanted.contains(name) || loose.contains(SourceNames.loose(name));
  }

  private Stream<String> parts(String line, char delimiter) {
    return Stream.of(line.split(Pattern.quote(String.valueOf(delimiter)), -1))
        .map(part -> bare(part.strip(), spec.quote()));
  }

  private static String bare(String name, char quote) {
    String text = Pattern.quote(String.valueOf(quote));
    return name.replaceAll("^" + text + "|" + text + "$", "");
  }

  private static List<String> shown(List<String> names) {
    List<String> first = new ArrayList<>(names.subList(0, Math.min(names.size(), 20)));
    if (names.size() > first.size()) {
      first.add("…");
    }
    return first;
  }
}
