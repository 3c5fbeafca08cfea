// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.spell;

import dev.sluice.error.Plural;
import dev.sluice.infer.decide.ColumnGuess;
import dev.sluice.infer.decide.TableGuess;
import dev.sluice.infer.decide.TableGuess.Identity;
import dev.sluice.infer.decide.TableGuess.Reference;
import dev.sluice.infer.type.Form;
import dev.sluice.schema.spelling.YamlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes one table of a spec. */
public final class TableText {
  private static final String INDENT = "    ";
  private static final int MARGIN = 40;

  private final TableGuess table;
  private final List<String> lines = new ArrayList<>();

  private TableText(TableGuess table) {
    this.table = table;
  }

  /** The lines of a table as a pipeline has them, each with its line end. */
  public static String of(TableGuess table) {
    TableText text = new TableText(table);
    text.write();
    return text.lines.stream().collect(Collectors.joining("\n", "", "\n"));
  }

  private void write() {
    lines.add("  " + table.name() + ":");
    long rows = table.seen().profile().rows();
    comment(
        "%s in %s".formatted(count(rows, "row"), count(table.seen().profile().files(), "file")));
    table.seen().evidence().forEach(this::comment);
    table.nulls().evidence().forEach(this::comment);
    add("source: {" + String.join(", ", SourceText.of(table)) + "}");
    if (table.seen().isPartial()) {
      add("contract: {missing_field: \"null\"}");
    }
    add("columns:");
    table.columns().forEach(this::column);
    identity();
    rules();
    checks();
    refused();
  }

  private void add(String line) {
    lines.add(INDENT + line);
  }

  private void comment(String text) {
    add(YamlText.comment(text));
  }

  private void add(String line, String evidence) {
    String padded = line + " ".repeat(Math.max(0, MARGIN - line.length()));
    add(padded + "  " + YamlText.comment(evidence));
  }

  static String count(long count, String noun) {
    return String.format(Locale.ROOT, "%,d %s", count, Plural.noun(count, noun));
  }

  private void column(ColumnGuess column) {
    String type = YamlText.of(column.type() + (column.nullable() ? "" : "!"));
    List<String> traits = traits(column);
    String value =
        traits.isEmpty() ? type : "{type: " + type + ", " + String.join(", ", traits) + "}";
    String line = "  " + YamlText.key(column.name()) + ": " + value;
    List<String> evidence = new ArrayList<>(column.evidence());
    if (!column.values().isEmpty()) {
      evidence.add(count(column.values().size(), "value") + ": " + categories(column));
    }
    if (evidence.isEmpty()) {
      add(line);
    } else {
      add(line, String.join("; ", evidence));
    }
  }

  private static String categories(ColumnGuess column) {
    String all = String.join(", ", column.values());
    return all.length() > 60 ? all.substring(0, 60) + "\u2026" : all;
  }

  private static List<String> traits(ColumnGuess column) {
    List<String> traits = new ArrayList<>();
    Form form = column.form();
    if (!form.formats().isEmpty()) {
      traits.add(
          "format: "
              + (form.formats().size() == 1
                  ? YamlText.of(form.formats().get(0))
                  : YamlText.list(form.formats())));
    }
    if (!form.decimal().isEmpty()) {
      traits.add("decimal: " + YamlText.of(form.decimal()));
    }
    if (!form.thousands().isEmpty()) {
      traits.add("thousands: " + YamlText.of(form.thousands()));
    }
    if (!form.trueValues().isEmpty()) {
      traits.add("true_values: " + YamlText.list(form.trueValues()));
      traits.add("false_values: " + YamlText.list(form.falseValues()));
    }
    if (!column.nullValues().isEmpty()) {
      traits.add("null_values: " + YamlText.list(column.nullValues()));
    }
    if (!column.source().strip().equalsIgnoreCase(column.name())) {
      traits.add("from: " + YamlText.of(column.source()));
    }
    return traits;
  }

  private void identity() {
    Identity identity = table.identity();
    String rows = count(table.seen().profile().rows(), "row");
    if (identity.isSure()) {
      List<String> key = identity.keys().get(0);
      add("load: merge", "a row takes the place of an earlier one of its key");
      add("key: " + YamlText.list(key), "never null, and no two of " + rows + " are alike");
      if (!identity.latestBy().isEmpty()) {
        add("latest_by: " + identity.latestBy(), "the newest version of a row wins");
      }
    } else {
      identity.near().ifPresent(near -> comment("key: " + KeyWords.of(near, table)));
      identity.keys().stream()
          .limit(2)
          .forEach(
              key ->
                  comment(
                      "key: %s would do by all %s; with `load: merge` no row is doubled"
                          .formatted(YamlText.list(key), rows)));
    }
    if (!identity.cursor().isEmpty()) {
      comment(
          "cursor: %s   # of a file that grows, reads only what is newer; %s"
              .formatted(
                  identity.cursor(),
                  identity.isRising() ? "it grows from row to row" : "by its name alone"));
    }
  }

  private void rules() {
    List<ColumnGuess> few =
        table.columns().stream().filter(column -> column.values().size() > 1).limit(3).toList();
    if (few.isEmpty()) {
      return;
    }
    comment("rules:");
    for (ColumnGuess column : few) {
      String values =
          column.values().stream()
              .map(value -> "'" + value.replace("'", "''") + "'")
              .collect(Collectors.joining(", "));
      comment(
          "  - {name: known_%s, sql: %s}"
              .formatted(column.name(), YamlText.of(column.name() + " IN (" + values + ")")));
    }
  }

  private void checks() {
    List<String> checks = new ArrayList<>();
    if (table.seen().profile().rows() > 0) {
      checks.add("  - row_count: {min: 1}");
    }
    for (Reference each : table.references()) {
      checks.add(
          "  - references: {column: %s, table: %s, to: %s}"
              .formatted(each.column(), each.table(), each.to()));
    }
    if (!checks.isEmpty()) {
      add("checks:");
      checks.forEach(this::add);
    }
  }

  /**
   * Records that no reader takes are dead whatever the spec says; the run should not stop for them.
   */
  private void refused() {
    long dead = table.seen().profile().refused().values().stream().mapToLong(Long::longValue).sum();
    if (dead > 0) {
      table.seen().profile().refusals().forEach(this::comment);
      add(
          "tolerate: {dead_rows: " + dead + "}",
          count(dead, "record")
              + " cannot be read as a row, and will be a dead letter"
              + (dead == 1 ? "" : " each"));
    } else {
      comment(
          "tolerate: {dead_ratio: 0.001}   # no dead row is normal; with this, 1 of 1,000 would be");
    }
  }
}
