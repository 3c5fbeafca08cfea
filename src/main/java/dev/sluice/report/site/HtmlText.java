// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.site;

import dev.sluice.report.text.SafeText;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** HTML in the making: whatever names and texts hold, it is text. */
final class HtmlText {
  private final StringBuilder out = new StringBuilder();

  /** Adds markup of ours. */
  HtmlText raw(String markup) {
    out.append(markup);
    return this;
  }

  /** Adds text of anybody. */
  HtmlText text(String text) {
    out.append(escape(text));
    return this;
  }

  /** Adds an element of one text; none when that is empty. */
  HtmlText element(String tag, String text) {
    return text.isEmpty()
        ? this
        : raw("<" + tag + ">").text(text).raw("</" + tag.split(" ", 2)[0] + ">");
  }

  /** Adds a paragraph for each line that is not blank. */
  HtmlText paragraphs(String text) {
    text.lines().filter(line -> !line.isBlank()).forEach(line -> element("p", line));
    return this;
  }

  /** Adds a table, row by row; none when there are no rows. */
  <T> HtmlText table(List<String> heads, List<T> rows, Consumer<T> row) {
    if (!rows.isEmpty()) {
      raw("<div class=\"wide\"><table><thead><tr>");
      heads.forEach(head -> raw("<th>").text(head).raw("</th>"));
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
  HtmlText fact(String term, @Nullable String text) {
    return text == null || text.isEmpty()
        ? this
        : raw("<dt>").text(term).raw("</dt><dd>").text(text).raw("</dd>");
  }

  /** The text with nothing in it that HTML, or a reader's eye, would take for something else. */
  static String escape(String text) {
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
