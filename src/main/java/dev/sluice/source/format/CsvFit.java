// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.format;

import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.SourceSpec;
import java.util.ArrayList;
import java.util.List;
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

  CsvFit(InputFile file, SourceSpec.Csv spec) {
    this.file = file;
    this.spec = spec;
  }

  void require(CsvHeader header, TableSchema schema) {
    List<String> names = header.names();
    Set<String> wanted =
        schema.columns().stream().flatMap(CsvFit::known).collect(Collectors.toUnmodifiableSet());
    if (names.isEmpty() || wanted.isEmpty() || names.stream().anyMatch(wanted::contains)) {
      return;
    }
    for (char other : DELIMITERS) {
      if (other != spec.delimiter() && parts(header.text(), other).anyMatch(wanted::contains)) {
        throw Names.mismatch(
            file,
            "its columns are parted by another delimiter; set `delimiter: \"%s\"` of its source"
                .formatted(other == '\t' ? "\\t" : other));
      }
    }
    boolean isJson = header.text().startsWith("{\"");
    throw Names.mismatch(
        file,
        "none of its columns is one of the contract's (%s)%s. %s"
            .formatted(
                String.join(", ", schema.names()),
                schema.hasPii() ? "" : ", it has " + String.join(", ", shown(names)),
                isJson
                    ? "It looks like JSON: read it with `json:`"
                    : "If it has no header, add one; if its columns have other names, say them in `aliases` of the schema's fields; if the delimiter is not \"%s\", set `delimiter`"
                        .formatted(spec.delimiter() == '\t' ? "\\t" : spec.delimiter())));
  }

  private static Stream<String> known(Column column) {
    return Stream.concat(Stream.of(column.name()), column.aliases().stream());
  }

  private Stream<String> parts(String header, char delimiter) {
    String quote = Pattern.quote(String.valueOf(spec.quote()));
    return Stream.of(header.split(Pattern.quote(String.valueOf(delimiter)), -1))
        .map(part -> part.strip().replaceAll("^" + quote + "|" + quote + "$", ""));
  }

  private static List<String> shown(List<String> names) {
    List<String> first = new ArrayList<>(names.subList(0, Math.min(names.size(), 20)));
    if (names.size() > first.size()) {
      first.add("…");
    }
    return first;
  }
}
