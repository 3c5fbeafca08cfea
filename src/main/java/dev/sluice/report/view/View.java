// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.view;

import dev.sluice.report.text.SafeText;
import dev.sluice.report.text.SpecWords;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Describes a result in its parts: named values are for programs, lines for people, rows for both.
 * Whatever data says, what people see leaves a terminal unharmed.
 */
public final class View {
  private final List<Part> parts = new ArrayList<>();

  private sealed interface Part {}

  private record Line(String text) implements Part {}

  private record Drawing(String lines) implements Part {}

  private record Value(String name, @Nullable Object value) implements Part {}

  private record Rows<T>(List<T> rows, Table<T> table) implements Part {
    String text() {
      return table.text(rows);
    }
  }

  /** Adds a line for people. */
  public View line(String text) {
    parts.add(new Line(SafeText.escape(text)));
    return this;
  }

  /** Adds lines for people that are drawn and escaped already. */
  public View drawing(String lines) {
    parts.add(new Drawing(lines));
    return this;
  }

  /** Adds a line for people that begins with what it says something of. */
  public View labelled(int width, String label, String text) {
    return line("  " + label + " ".repeat(width - label.length()) + text);
  }

  /** Adds the first of some lines for people, and how many are left out. */
  public View lines(List<String> texts, int most, String left) {
    texts.stream().limit(most).forEach(this::line);
    int rest = texts.size() - most;
    return rest > 0 ? line("  … and " + SafeText.number(rest) + left) : this;
  }

  /** Adds a value for programs; one that has the same name takes its place. */
  public View value(String name, @Nullable Object value) {
    parts.add(new Value(name, value));
    return this;
  }

  /** Adds values for programs. */
  public View values(Map<String, @Nullable Object> values) {
    values.forEach(this::value);
    return this;
  }

  /** Adds records for programs, each in the words of the spec. */
  public View records(String name, List<? extends Record> records, String... without) {
    Set<String> left = Set.of(without);
    return value(name, records.stream().map(each -> SpecWords.fields(each, left)).toList());
  }

  /** Adds rows for people. */
  public <T> View table(List<T> rows, Table<T> table) {
    parts.add(new Rows<>(List.copyOf(rows), table));
    return this;
  }

  /** Adds rows for both. */
  public <T> View rows(
      String name,
      List<T> rows,
      Function<T, Map<String, @Nullable Object>> fields,
      Table<T> table) {
    return value(name, rows.stream().map(fields).toList()).table(rows, table);
  }

  /** Adds what another description has for people. */
  public View linesOf(View other) {
    other.parts.stream().filter(part -> !(part instanceof Value)).forEach(parts::add);
    return this;
  }

  /** What people see. */
  public String text() {
    StringBuilder out = new StringBuilder();
    for (Part part : parts) {
      if (part instanceof Line line) {
        out.append(line.text()).append('\n');
      } else if (part instanceof Drawing drawing) {
        out.append(drawing.lines());
      } else if (part instanceof Rows<?> rows) {
        out.append(rows.text());
      }
    }
    return out.toString();
  }

  /** What programs see. */
  public Map<String, @Nullable Object> tree() {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    for (Part part : parts) {
      if (part instanceof Value value) {
        tree.put(value.name(), value.value());
      }
    }
    return tree;
  }
}
