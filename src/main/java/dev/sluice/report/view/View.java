// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.view;

import dev.sluice.report.page.Page;
import dev.sluice.report.page.Style;
import dev.sluice.report.text.CommandName;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.text.SpecWords;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Describes a result in its parts: named values are for programs, lines for people, rows for both.
 * Whatever data says, what people see leaves a terminal unharmed.
 */
public final class View {
  private final List<Part> parts = new ArrayList<>();

  /** Programs that we tell people to call: such a line is pasted, so it stays whole. */
  private static final Pattern COMMAND = Pattern.compile(" +(?:duckdb|bq|gcloud|export) .*");

  private sealed interface Part {}

  /**
   * A line.
   *
   * @param hang the column in which it goes on below, where it is too long
   * @param style of what stands between two columns
   */
  private record Line(String text, int hang, Style style, String state, String after)
      implements Part {
    static Line of(String text, int hang) {
      return new Line(text, hang, Style.PLAIN, "", "");
    }

    String text(Page page) {
      String whole = CommandName.in(text + state + after);
      boolean isCommand =
          COMMAND.matcher(whole).matches()
              || (whole.startsWith(" ") && whole.strip().startsWith(CommandName.spelled() + " "));
      String fitting = isCommand ? whole : page.fit(whole, hang);
      if (state.isEmpty() || !fitting.startsWith(text + state)) {
        return fitting;
      }
      return text + page.paint(style, state) + fitting.substring(text.length() + state.length());
    }
  }

  private record Drawing(String lines) implements Part {}

  private record Value(String name, @Nullable Object value) implements Part {}

  private record Rows<T>(List<T> rows, Table<T> table) implements Part {
    String text(Page page) {
      return table.text(rows, page);
    }
  }

  /**
   * A description of what went wrong, or should be known.
   *
   * @param code of an error; empty for none
   */
  public static View error(String code, String text) {
    return code.isEmpty()
        ? new View().line("sluice: " + text)
        : new View().state("sluice: ", Style.BAD, code, ": " + text);
  }

  /** Adds a line for people. */
  public View line(String text) {
    String shown = SafeText.escape(text);
    int indent = shown.length() - shown.stripLeading().length();
    parts.add(Line.of(shown, indent == 0 ? 2 : indent));
    return this;
  }

  /** Adds a line for people in which some words say a state. */
  public View state(String before, Style style, String state, String after) {
    parts.add(
        new Line(
            SafeText.escape(before), 2, style, SafeText.escape(state), SafeText.escape(after)));
    return this;
  }

  /** Adds the title of what follows. */
  public View title(String text) {
    return state("", Style.BOLD, text, "");
  }

  /** Adds lines for people that are drawn and escaped already. */
  public View drawing(String lines) {
    parts.add(new Drawing(lines));
    return this;
  }

  /**
   * Adds lines for people that are drawn and escaped already.
   *
   * @param hang the column in which those go on below that are too long
   */
  public View drawing(String lines, int hang) {
    lines.lines().forEach(line -> parts.add(Line.of(line, hang)));
    return this;
  }

  /** Adds a line for people that begins with what it says something of. */
  public View labelled(int width, String label, String text) {
    String shown = SafeText.escape("  " + label + " ".repeat(width - label.length()) + text);
    parts.add(Line.of(shown, width + 2));
    return this;
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

  /** What people see in a file. */
  public String text() {
    return text(Page.ENDLESS);
  }

  /** What people see. */
  public String text(Page page) {
    StringBuilder out = new StringBuilder();
    for (Part part : parts) {
      if (part instanceof Line line) {
        out.append(line.text(page)).append('\n');
      } else if (part instanceof Drawing drawing) {
        out.append(drawing.lines());
      } else if (part instanceof Rows<?> rows) {
        out.append(rows.text(page));
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
