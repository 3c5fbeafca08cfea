// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.infer;

import dev.sluice.infer.decide.ColumnGuess;
import dev.sluice.infer.decide.TableGuess;
import dev.sluice.infer.spell.KeyWords;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.text.SpecWords;
import dev.sluice.report.view.Report;
import dev.sluice.report.view.Table;
import dev.sluice.report.view.View;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in a few lines what files hold, and what of it is worth a second look. */
public final class GuessText implements Report {
  private static final int WIDEST = 24;
  private static final int MOST_NOTES = 12;

  private final List<TableGuess> tables;

  public GuessText(List<TableGuess> tables) {
    this.tables = List.copyOf(tables);
  }

  @Override
  public View view() {
    View view = new View();
    view.rows(
        "tables",
        tables,
        GuessText::fields,
        Table.<TableGuess>indented()
            .left("table", table -> cut(table.name()))
            .number("rows", table -> table.seen().profile().rows())
            .number("columns", table -> table.columns().size())
            .left("key", GuessText::key)
            .left("types", table -> types(table.columns())));
    List<String> notes = notes();
    if (!notes.isEmpty()) {
      view.line("").line("look at");
      view.lines(notes, MOST_NOTES, " more, beside what they are about");
    }
    return view;
  }

  private static String cut(String text) {
    return text.length() <= WIDEST ? text : text.substring(0, WIDEST - 1) + "\u2026";
  }

  private static String key(TableGuess table) {
    return table.identity().isSure()
        ? cut(String.join(", ", table.identity().keys().get(0)))
        : "none";
  }

  /** How many columns are of each type, the most first, as far as a line reaches. */
  private static String types(List<ColumnGuess> columns) {
    Map<String, Long> counts =
        columns.stream()
            .collect(
                Collectors.groupingBy(
                    column -> column.type().replaceAll("\\(.*", ""),
                    LinkedHashMap::new,
                    Collectors.counting()));
    List<String> words =
        counts.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .map(each -> each.getValue() + " " + each.getKey())
            .toList();
    return String.join(", ", words.subList(0, Math.min(3, words.size())))
        + (words.size() > 3 ? ", \u2026" : "");
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    for (TableGuess table : tables) {
      long dead =
          table.seen().profile().refused().values().stream().mapToLong(Long::longValue).sum();
      if (dead > 0) {
        notes.add(
            "  %s: %s cannot be read as a row: %s"
                .formatted(
                    table.name(),
                    SafeText.count(dead, "record"),
                    table.seen().profile().refusals().get(0)));
      }
      table
          .identity()
          .near()
          .ifPresent(near -> notes.add("  " + table.name() + ": key " + KeyWords.of(near, table)));
      table.seen().evidence().forEach(each -> notes.add("  " + table.name() + ": " + each));
      for (ColumnGuess column : table.columns()) {
        column.evidence().stream()
            .filter(GuessText::isDoubtful)
            .forEach(each -> notes.add("  " + table.name() + "." + column.name() + ": " + each));
      }
    }
    return notes;
  }

  private static boolean isDoubtful(String evidence) {
    return evidence.contains("is a guess") || evidence.contains("so that no row is dead");
  }

  private static Map<String, @Nullable Object> fields(TableGuess table) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("name", table.name());
    fields.put("format", table.dialect().spelling().format());
    fields.put("paths", table.paths());
    fields.put("rows", table.seen().profile().rows());
    fields.put("files", table.seen().profile().files());
    fields.put("looked_at_all", table.seen().profile().isWhole());
    fields.put("unreadable", table.seen().profile().refused());
    fields.put("null_values", table.nulls().values());
    fields.put("key", table.identity().isSure() ? table.identity().keys().get(0) : List.of());
    fields.put("possible_keys", table.identity().keys());
    fields.put(
        "near_key",
        table.identity().near().map(near -> SpecWords.fields(near, Set.of())).orElse(null));
    fields.put("cursor", table.identity().cursor());
    fields.put(
        "references",
        table.references().stream().map(each -> SpecWords.fields(each, Set.of())).toList());
    fields.put("columns", table.columns().stream().map(GuessText::column).toList());
    return fields;
  }

  private static Map<String, @Nullable Object> column(ColumnGuess column) {
    return SpecWords.fields(column, Set.of());
  }
}
