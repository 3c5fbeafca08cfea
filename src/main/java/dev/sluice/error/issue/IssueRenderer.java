// SPDX-License-Identifier: Apache-2.0
package dev.sluice.error.issue;

import dev.sluice.error.Plural;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Prints issues as plain text: the place, the line, a caret, and what to do. */
public final class IssueRenderer {
  /** Characters of a line on either side of its caret. */
  private static final int BESIDE_CARET = 60;

  /**
   * What an excerpt needs besides: indent, number of the line, bar, and what says that it is cut.
   */
  private static final int FRAME = 14;

  private static final String TAB = "    ";
  private static final Pattern LINE_BREAK = Pattern.compile("\r\n|\r|\n");

  private IssueRenderer() {}

  /**
   * Renders all issues and a final line that counts them; empty when there are none.
   *
   * @param texts the files by the name positions use; an issue of another file shows no line
   */
  public static String render(List<Issue> issues, Map<String, String> texts) {
    return render(issues, texts, Integer.MAX_VALUE);
  }

  /** The same, with excerpts of lines that take so many columns at most. */
  public static String render(List<Issue> issues, Map<String, String> texts, int width) {
    int beside = beside(width);
    if (issues.isEmpty()) {
      return "";
    }
    Map<String, String[]> lines = new HashMap<>();
    texts.forEach((file, text) -> lines.put(file, LINE_BREAK.split(text, -1)));
    StringBuilder out = new StringBuilder();
    for (Issue issue : issues) {
      append(issue, lines.get(issue.position().file()), beside, out);
      out.append('\n');
    }
    return out.append(count(issues)).append('\n').toString();
  }

  /**
   * A place's line and a caret below it; empty when the text of its file is not known.
   *
   * @param width columns that the line takes at most
   */
  public static String excerpt(Position position, Map<String, String> texts, int width) {
    String text = texts.get(position.file());
    if (text == null) {
      return "";
    }
    StringBuilder out = new StringBuilder();
    excerpt(LINE_BREAK.split(text, -1), position, beside(width), out);
    return out.toString();
  }

  private static int beside(int width) {
    return Math.min(BESIDE_CARET, (width - FRAME) / 2);
  }

  /** Renders one issue; without its line when the lines of its file are not known. */
  private static void append(
      Issue issue, String @Nullable [] lines, int beside, StringBuilder out) {
    Position position = issue.position();
    out.append(printable(position.toString())).append(": ");
    out.append(issue.severity().name().toLowerCase(Locale.ROOT)).append(' ');
    out.append(issue.code()).append(": ").append(printable(issue.message())).append('\n');
    if (lines != null) {
      excerpt(lines, position, beside, out);
    }
    if (issue.suggestion() != null) {
      out.append("  ").append(printable(issue.suggestion())).append('\n');
    }
  }

  private static String count(List<Issue> issues) {
    long errors = issues.stream().filter(i -> i.severity() == Severity.ERROR).count();
    long warnings = issues.size() - errors;
    String counted = Plural.of(errors, "error");
    if (warnings > 0) {
      counted += ", " + Plural.of(warnings, "warning");
    }
    return counted;
  }

  private static void excerpt(String[] lines, Position position, int beside, StringBuilder out) {
    boolean isThere = position.line() >= 1 && position.line() <= lines.length;
    String line = isThere ? lines[position.line() - 1] : "";
    int caret = Math.max(0, Math.min(position.column() - 1, line.length()));
    int from = moved(line, caret, -beside);
    int to = moved(line, caret, beside);
    String before = (from > 0 ? "…" : "") + printable(line.substring(from, caret));
    String after = printable(line.substring(caret, to)) + (to < line.length() ? "…" : "");
    String number = Integer.toString(position.line());
    String shown = (before + after).stripTrailing();
    out.append("    ").append(number).append(" |").append(shown.isEmpty() ? "" : " ");
    out.append(shown).append('\n');
    out.append("    ").append(" ".repeat(number.length())).append(" | ");
    out.append(" ".repeat(before.codePointCount(0, before.length()))).append("^\n");
  }

  /** An index some characters away, never inside a surrogate pair. */
  private static int moved(String line, int index, int by) {
    int to = Math.max(0, Math.min(line.length(), index + by));
    boolean isInsidePair =
        to > 0
            && to < line.length()
            && Character.isLowSurrogate(line.charAt(to))
            && Character.isHighSurrogate(line.charAt(to - 1));
    return isInsidePair ? to - 1 : to;
  }

  /** Escapes what would move the cursor or hide text. */
  private static String printable(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              int type = Character.getType(c);
              boolean isHidden =
                  type == Character.CONTROL
                      || type == Character.FORMAT
                      || type == Character.SURROGATE
                      || type == Character.LINE_SEPARATOR
                      || type == Character.PARAGRAPH_SEPARATOR;
              if (c == '\t') {
                out.append(TAB);
              } else if (isHidden) {
                out.append(String.format("\\u%04X", c));
              } else {
                out.appendCodePoint(c);
              }
            });
    return out.toString();
  }
}
