// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.change;

import dev.sluice.error.PipelineException;
import dev.sluice.error.issue.Suggestion;
import dev.sluice.intake.InputFile;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.schema.change.NewFields;
import dev.sluice.schema.spelling.ColumnsText;
import dev.sluice.schema.spelling.TypeSpelling;
import dev.sluice.spec.table.Contract.UnknownField;
import dev.sluice.spec.table.TableSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the files that a run reads make of a table's columns.
 *
 * @param lines of all columns that the spec does not say, or says narrower
 * @param notes what is new, each a sentence
 */
record TableGrowth(List<String> lines, List<String> notes) {
  TableGrowth {
    lines = List.copyOf(lines);
    notes = List.copyOf(notes);
  }

  /**
   * Looks at files; what is wrong with them the run says.
   *
   * @param table with the columns that earlier runs found
   * @param removed columns that the spec takes out of production
   */
  static TableGrowth of(TableSpec table, List<InputFile> files, List<String> removed) {
    Map<String, Column> all = new LinkedHashMap<>();
    table.evolved().columns().forEach(column -> all.put(column.name(), column));
    List<String> notes = new ArrayList<>();
    try {
      Widening.of(table, files).forEach(wider -> widen(table, wider, all, notes));
      SourceColumns.grown(table, files).forEach(grown -> grow(table, grown, all, notes));
      if (table.contract().unknownField() == UnknownField.EVOLVE) {
        NewColumns.of(table, files).stream()
            .filter(column -> !removed.contains(column.name()))
            .forEach(column -> add(table, column.personal(true), all, notes));
      }
    } catch (PipelineException e) {
      all.keySet().retainAll(table.contract().evolved());
      notes.clear();
    }
    return new TableGrowth(ColumnsText.of(new TableSchema(List.copyOf(all.values()))), notes);
  }

  private static void widen(
      TableSpec table, Column wider, Map<String, Column> all, List<String> notes) {
    Column own = table.schema().column(wider.name()).orElseThrow();
    all.put(own.name(), wider);
    notes.add(
        "Table %s: values of `%s` do not fit %s, and the column is %s now."
            .formatted(table.name(), own.name(), type(own), type(wider)));
  }

  private static void grow(
      TableSpec table, NewFields grown, Map<String, Column> all, List<String> notes) {
    all.put(grown.column().name(), grown.column());
    notes.add(
        "Table %s: records of `%s` have the new %s, which the table takes: %s."
            .formatted(
                table.name(),
                grown.column().name(),
                (grown.paths().size() == 1 ? "field " : "fields ") + Suggestion.list(grown.paths()),
                type(grown.column())));
  }

  private static String type(Column column) {
    return TypeSpelling.of(column.nullable(true));
  }

  private static void add(
      TableSpec table, Column column, Map<String, Column> all, List<String> notes) {
    all.put(column.name(), column);
    String source = column.sourceNames().get(0);
    notes.add(
        "Table %s: its source has the new column `%s`, which the table takes as %s%s; it is personal data until the spec says what it is."
            .formatted(
                table.name(),
                source,
                source.equals(column.name()) ? "" : "`" + column.name() + "` ",
                type(column)));
  }
}
