// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.html;

import dev.sluice.report.text.SafeText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** HTML in the making: whatever names and texts hold, it is text. */
public final class HtmlText {
  /** Of a value people see the beginning. */
  private static final int LONGEST_VALUE = 300;

  private final StringBuilder out = new StringBuilder();
  private final int room;

  /** As long as it becomes. */
  public HtmlText() {
    this(Integer.MAX_VALUE);
  }

  /** Of which nobody reads more than some characters. */
  public HtmlText(int room) {
    this.room = room;
  }

  /** Adds markup of ours. */
  public HtmlText raw(String markup) {
    out.append(markup);
    return this;
  }

  /** Adds text of anybody. */
  public HtmlText text(String text) {
    out.append(escape(text));
    return this;
  }

  /** Adds the beginning of a text of anybody, and how long it is when that is not all. */
  public HtmlText brief(String text) {
    return brief(text, LONGEST_VALUE);
  }

  /** As {@link #brief(String)}, of some length. */
  public HtmlText brief(String text, int longest) {
    int length = text.codePointCount(0, text.length());
    if (length <= longest) {
      return text(text);
    }
    return text(text.substring(0, text.offsetByCodePoints(0, longest)))
        .raw("<small>… of " + SafeText.number(length) + " characters</small>");
  }

  /** Adds what was made apart. */
  public HtmlText add(HtmlText other) {
    out.append(other.out);
    return this;
  }

  /** Adds an element of one text; none when that is empty. */
  public HtmlText element(String tag, String text) {
    return text.isEmpty()
        ? this
        : raw("<" + tag + ">").text(text).raw("</" + tag.split(" ", 2)[0] + ">");
  }

  /** Adds a paragraph for each line that is not blank. */
  public HtmlText paragraphs(String text) {
    text.lines().filter(line -> !line.isBlank()).forEach(line -> element("p", line));
    return this;
  }

  /** Adds a table, row by row; none when there are no rows. */
  public <T> HtmlText table(List<String> heads, List<T> rows, Consumer<T> row) {
    if (!rows.isEmpty()) {
      raw("<div class=\"wide\"><table><thead><tr>");
      heads.forEach(head -> raw("<th scope=\"col\">").text(head).raw("</th>"));
      raw("</tr></thead><tbody>");
      for (T each : rows) {
        raw("<tr>");
        row.accept(each);
        raw("</tr>");
      }
      raw("</tbody></table></div>\n");
    }
    return this;
  }

  /** Adds a line of a list of terms; none when nothing is said. */
  public HtmlText fact(String term, @Nullable String text) {
    return text == null || text.isEmpty()
        ? this
        : raw("<dt>").text(term).raw("</dt><dd>").brief(text).raw("</dd>");
  }

  /** Whether there is anything. */
  public boolean isEmpty() {
    return out.isEmpty();
  }

  /** Whether nobody reads more: whoever lists something says from here on how many there are. */
  public boolean isFull() {
    return out.length() > room;
  }

  /** How many bytes it is in a file. */
  public int bytes() {
    return out.toString().getBytes(StandardCharsets.UTF_8).length;
  }

  /** Adds the first of some things, and how many there are besides. */
  public <T> HtmlText list(List<T> all, int most, Consumer<T> each, String left) {
    int shown = 0;
    while (shown < Math.min(most, all.size()) && !isFull()) {
      each.accept(all.get(shown++));
    }
    int rest = all.size() - shown;
    return rest == 0
        ? this
        : raw("<p class=\"rest\">… and ").text(SafeText.count(rest, left)).raw("</p>\n");
  }

  /** The text with nothing in it that HTML, or a reader's eye, would take for something else. */
  public static String escape(String text) {
    return SafeText.escape(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
