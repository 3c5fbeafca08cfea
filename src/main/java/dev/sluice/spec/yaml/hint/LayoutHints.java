// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.yaml.hint;

import dev.sluice.error.issue.Position;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Recognizes what people get wrong in the layout of YAML: indents, quotes, brackets, colons. */
final class LayoutHints {
  private static final Pattern VALUE = Pattern.compile("^[\\s-]*([\\w.]+): +(.*\\S)\\s*$");
  private static final Pattern LAST_WORD = Pattern.compile("([\\w.]+)\\s*$");
  private static final Pattern GLUED = Pattern.compile("^\\s*-\\w.*");

  /** Lines beyond are no lines that people write. */
  private static final int MAX_LINE = 1_000;

  private final List<String> lines;
  private final int at;
  private final int column;

  private LayoutHints(List<String> lines, int column) {
    this.lines = lines;
    this.at = lines.size() - 1;
    this.column = column;
  }

  /**
   * What to write; null when it cannot be told.
   *
   * @param problem what the parser says
   */
  static @Nullable String advice(String text, Position position, String problem) {
    List<String> lines = text.lines().limit(position.line()).toList();
    if (lines.isEmpty() || lines.stream().anyMatch(line -> line.length() > MAX_LINE)) {
      return null;
    }
    return new LayoutHints(lines, position.column()).advice(problem);
  }

  private @Nullable String advice(String problem) {
    if (problem.contains("TAB")) {
      return "indent with blanks: YAML takes no tabs there";
    }
    if (problem.startsWith("mapping values")) {
      return colon();
    }
    if (problem.contains("',' or ']'") || problem.contains("',' or '}'")) {
      String open = open(problem.contains("']'") ? '[' : '{');
      return open != null ? open : problem.endsWith("got :") ? comma() : null;
    }
    if (problem.contains("end of stream")) {
      return quote();
    }
    return problem.contains("<block end>") ? indent() : null;
  }

  private @Nullable String colon() {
    Matcher value = VALUE.matcher(lines.get(at));
    if (value.matches() && value.group(2).contains(": ")) {
      String quoted = value.group(2).replace("\\", "\\\\").replace("\"", "\\\"");
      return "quote the value: %s: \"%s\"".formatted(value.group(1), quoted);
    }
    int before = before(at);
    if (before < 0) {
      return null;
    }
    if (!lines.get(before).contains(":")) {
      return "line %d has no `:` behind its key".formatted(before + 1);
    }
    return depth(at) > depth(before)
        ? "begin it below `%s` of line %d: it stands further in"
            .formatted(lines.get(before).strip().replaceAll(":.*", ""), before + 1)
        : null;
  }

  private @Nullable String open(char bracket) {
    char closing = bracket == '[' ? ']' : '}';
    for (int line = at; line >= 0; line--) {
      if (count(line, '"') % 2 == 1) {
        return "close the quote of line %d".formatted(line + 1);
      }
      if (count(line, bracket) > count(line, closing)) {
        return "close the `%c` of line %d, or quote the text that holds it"
            .formatted(bracket, line + 1);
      }
    }
    return null;
  }

  private long count(int line, char character) {
    return lines.get(line).chars().filter(c -> c == character).count();
  }

  /** Two entries of a map between braces, with nothing between them. */
  private @Nullable String comma() {
    String line = lines.get(at);
    Matcher key = LAST_WORD.matcher(line.substring(0, Math.min(line.length(), column - 1)));
    return key.find() ? "is a comma missing before `%s`?".formatted(key.group(1)) : null;
  }

  private @Nullable String quote() {
    for (int line = at; line >= 0; line--) {
      for (char quote : new char[] {'"', '\''}) {
        if (count(line, quote) % 2 == 1) {
          return "close the quote of line %d".formatted(line + 1);
        }
      }
    }
    return null;
  }

  private @Nullable String indent() {
    int before = before(at);
    if (before < 0) {
      return null;
    }
    if (GLUED.matcher(lines.get(before)).matches()) {
      return "write a blank behind the `-` of line %d".formatted(before + 1);
    }
    String side = depth(at) > depth(before) ? "further in" : "further out";
    return depth(at) == depth(before)
        ? null
        : "begin it below the keys that it stands beside: it stands %s than line %d"
            .formatted(side, before + 1);
  }

  /** The last line before one that says something. */
  private int before(int line) {
    int before = line - 1;
    while (before >= 0
        && (lines.get(before).isBlank() || lines.get(before).stripLeading().startsWith("#"))) {
      before--;
    }
    return before;
  }

  private int depth(int line) {
    String text = lines.get(line);
    return text.length() - text.stripLeading().length();
  }
}
