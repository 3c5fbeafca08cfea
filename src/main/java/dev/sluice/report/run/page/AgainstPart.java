// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.run.page;

import dev.sluice.report.html.HtmlTable;
import dev.sluice.report.html.HtmlText;
import dev.sluice.table.Verdict;
import dev.sluice.table.log.Manifest;
import java.util.List;

/** Some rows that are against a check. */
final class AgainstPart {
  private static final int MOST = 30;
  private static final int COLUMNS = 12;

  private final Manifest run;

  AgainstPart(Manifest run) {
    this.run = run;
  }

  void write(HtmlText html) {
    List<Verdict> shown = run.verdicts().stream().filter(each -> !each.rows().isEmpty()).toList();
    html.list(shown, MOST, each -> write(html, each), "other check");
  }

  private static void write(HtmlText html, Verdict verdict) {
    html.raw("<div class=\"case\"><h3>")
        .brief(verdict.table(), 100)
        .raw(" <code>")
        .brief(verdict.check(), 200)
        .raw("</code></h3>\n");
    HtmlTable<Verdict.Row> table = new HtmlTable<>("rows against a check");
    List<String> columns = List.copyOf(verdict.rows().get(0).values().keySet());
    for (String column : columns.subList(0, Math.min(COLUMNS, columns.size()))) {
      table.cell(column, "", (cell, row) -> value(cell, row, column));
    }
    table
        .number("rows", Verdict.Row::count)
        .narrow()
        .write(html, verdict.rows(), Verdict.MOST_ROWS);
    html.raw("</div>\n");
  }

  private static void value(HtmlText html, Verdict.Row row, String column) {
    String value = row.values().get(column);
    if (value == null) {
      html.raw("<span class=\"none\">null</span>");
    } else {
      html.raw("<code>").brief(value).raw("</code>");
    }
  }
}
