// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.spell;

import dev.sluice.infer.decide.TableGuess;
import dev.sluice.schema.spelling.YamlText;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.SourceSpec.Csv;
import dev.sluice.spec.table.SourceSpec.Json;
import dev.sluice.spec.table.SourceSpec.Records;
import dev.sluice.spec.unit.Trim;
import java.util.ArrayList;
import java.util.List;

/** Writes the source of a table: its files, and what of their spelling is not as by default. */
final class SourceText {
  private final TableGuess table;
  private final List<String> parts = new ArrayList<>();

  private SourceText(TableGuess table) {
    this.table = table;
  }

  /** The keys of a source with their values, as a map in flow style has them. */
  static List<String> of(TableGuess table) {
    SourceText text = new SourceText(table);
    text.write(table.dialect().spelling());
    return text.parts;
  }

  private void write(SourceSpec spelling) {
    boolean isTabbed = spelling instanceof Csv csv && csv.delimiter() == '\t';
    String paths =
        table.paths().size() == 1
            ? YamlText.of(table.paths().get(0))
            : YamlText.list(table.paths());
    parts.add((isTabbed ? "tsv" : spelling.format()) + ": " + paths);
    if (spelling instanceof Csv csv) {
      delimited(csv, isTabbed);
    }
    if (spelling instanceof Json json && !json.records().equals(Records.LINES)) {
      parts.add("records: " + YamlText.of(json.records().spelled()));
    }
    if (!spelling.encoding().equals(SourceSpec.UTF_8)) {
      parts.add("encoding: " + YamlText.of(spelling.encoding()));
    }
  }

  private void delimited(Csv csv, boolean isTabbed) {
    if (!isTabbed && csv.delimiter() != ',') {
      parts.add("delimiter: " + YamlText.of(String.valueOf(csv.delimiter())));
    }
    if (csv.quote() != '"') {
      parts.add("quote: " + YamlText.of(String.valueOf(csv.quote())));
    }
    if (csv.escape() != null) {
      parts.add("escape: " + YamlText.of(String.valueOf(csv.escape())));
    }
    if (csv.lines().skip() > 0) {
      parts.add("skip: " + csv.lines().skip());
    }
    if (!csv.lines().header()) {
      parts.add("header: false");
    }
    if (csv.lines().trim() != Trim.NONE) {
      parts.add("trim: " + csv.lines().trim().word());
    }
    if (table.nulls().values().size() > 1) {
      parts.add("null_values: " + YamlText.list(table.nulls().values()));
    }
    if (table.nulls().isQuoted()) {
      parts.add("quoted_null: true");
    }
  }
}
