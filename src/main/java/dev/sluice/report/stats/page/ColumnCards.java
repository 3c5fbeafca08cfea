// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.stats.page;

import dev.sluice.report.html.HtmlText;
import dev.sluice.stats.ColumnStats;
import dev.sluice.stats.TableStats;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A card for each column of a table: what its values are like, and were before. Those of a wide
 * table stand in parts that are closed at first.
 */
public final class ColumnCards {
  /** So many stand in a part. */
  private static final int EACH = 24;

  private static final int WIDE = 100;

  private final TableStats now;
  private final @Nullable TableStats before;

  /**
   * The cards of a table.
   *
   * @param before what it was; null where that is not known
   */
  public ColumnCards(TableStats now, @Nullable TableStats before) {
    this.now = now;
    this.before = before;
  }

  /**
   * A column, as the page calls it.
   *
   * @param notes what else is to be said behind its type
   * @param more what stands at the end of its card
   */
  public record Titled(String name, String type, String notes, Consumer<HtmlText> more) {}

  /** Writes those of some columns. */
  public void write(HtmlText html, List<Titled> columns) {
    if (columns.size() <= EACH) {
      part(html, columns, columns.size());
      return;
    }
    html.raw("<div class=\"many\">\n");
    for (int from = 0; from < columns.size(); from += EACH) {
      List<Titled> some = columns.subList(from, Math.min(columns.size(), from + EACH));
      html.raw("<details" + (from == 0 ? " open" : "") + "><summary>Columns ")
          .text("%d–%d".formatted(from + 1, from + some.size()))
          .raw(" <small>")
          .brief(some.get(0).name(), 40)
          .text(" … ")
          .brief(some.get(some.size() - 1).name(), 40)
          .raw("</small></summary>\n");
      part(html, some, columns.size());
      html.raw("</details>\n");
    }
    html.raw("</div>\n");
  }

  private void part(HtmlText html, List<Titled> columns, int all) {
    html.raw("<div class=\"columns\">\n");
    columns.forEach(each -> card(html, each, all > WIDE ? 3 : 6));
    html.raw("</div>\n");
  }

  private void card(HtmlText html, Titled column, int bars) {
    html.raw("<div class=\"column\"><h3>")
        .brief(column.name(), 100)
        .raw(" <small>")
        .brief(column.type(), 60)
        .text(column.notes().isEmpty() ? "" : ", " + column.notes())
        .raw("</small></h3>\n");
    ColumnStats known = now.columns().get(column.name());
    if (known != null) {
      ColumnStats was = before == null ? null : before.columns().get(column.name());
      new ColumnCard(known, was, bars).write(html);
    }
    column.more().accept(html);
    html.raw("</div>\n");
  }

  /** What bars are, and the lines over them. */
  public static void legend(HtmlText html, String before) {
    html.raw("<p class=\"legend\"><span class=\"now\">bars: this run</span> ")
        .raw("<span class=\"was\">outline: ")
        .text(before)
        .raw("</span></p>\n");
  }
}
