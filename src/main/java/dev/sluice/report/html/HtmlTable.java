// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.html;

import dev.sluice.report.text.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * A table of a page: its columns, and how a row fills each.
 *
 * @param <T> what a row is made of
 */
public final class HtmlTable<T> {
  private final String caption;
  private String style = "";
  private boolean isStacked;
  private final List<Cell<T>> cells = new ArrayList<>();

  private record Cell<T>(String head, String style, BiConsumer<HtmlText, T> fill) {
    String attribute() {
      return style.isEmpty() ? "" : " class=\"" + style + "\"";
    }
  }

  /**
   * A table without columns.
   *
   * @param caption what it shows, for those who hear it
   */
  public HtmlTable(String caption) {
    this.caption = caption;
  }

  /** Adds a column of texts. */
  public HtmlTable<T> text(String head, Function<T, String> text) {
    return cell(head, "", (html, row) -> html.brief(text.apply(row)));
  }

  /** Adds a column of names. */
  public HtmlTable<T> name(String head, Function<T, String> text) {
    return cell(head, "name", (html, row) -> html.brief(text.apply(row)));
  }

  /** Adds a column of values, as they stand in data. */
  public HtmlTable<T> value(String head, Function<T, String> text) {
    return cell(
        head, "value", (html, row) -> html.raw("<code>").brief(text.apply(row)).raw("</code>"));
  }

  /** Adds a column of counts. */
  public HtmlTable<T> number(String head, ToLongFunction<T> count) {
    return cell(
        head,
        "number",
        (html, row) -> {
          long shown = count.applyAsLong(row);
          html.raw(shown == 0 ? "<span class=\"none\">0</span>" : SafeText.number(shown));
        });
  }

  /** Adds a column of its own kind. */
  public HtmlTable<T> cell(String head, String style, BiConsumer<HtmlText, T> fill) {
    cells.add(new Cell<>(head, style, fill));
    return this;
  }

  /** Says that few columns need no more room than they take. */
  public HtmlTable<T> narrow() {
    style = " class=\"narrow\"";
    return this;
  }

  /** Says that on a phone every row is read from top to bottom, instead of being moved about. */
  public HtmlTable<T> stacked() {
    style = " class=\"stack\"";
    isStacked = true;
    return this;
  }

  /** Writes the first rows, and how many there are besides; nothing when there are none. */
  public void write(HtmlText html, List<T> rows, int most) {
    if (rows.isEmpty()) {
      return;
    }
    html.raw("<div class=\"wide\"><table" + style + " aria-label=\"")
        .text(caption)
        .raw("\"><thead><tr>");
    cells.forEach(
        cell ->
            html.raw("<th scope=\"col\"" + cell.attribute() + ">").text(cell.head()).raw("</th>"));
    html.raw("</tr></thead><tbody>\n");
    int shown = 0;
    while (shown < Math.min(most, rows.size()) && !html.isFull()) {
      write(html, rows.get(shown++));
    }
    html.raw("</tbody></table></div>\n");
    if (shown < rows.size()) {
      html.raw("<p class=\"rest\">… and " + SafeText.number(rows.size() - shown) + " more</p>\n");
    }
  }

  private void write(HtmlText html, T row) {
    html.raw("<tr>");
    for (Cell<T> cell : cells) {
      html.raw("<td" + cell.attribute());
      if (isStacked) {
        html.raw(" data-head=\"").text(cell.head()).raw("\"");
      }
      html.raw(">");
      cell.fill().accept(html, row);
      html.raw("</td>");
    }
    html.raw("</tr>\n");
  }
}
