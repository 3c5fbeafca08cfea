// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.run.page;

import dev.sluice.report.html.Drawing;
import dev.sluice.report.html.Drawing.Part;
import dev.sluice.report.html.HtmlTable;
import dev.sluice.report.html.HtmlText;
import dev.sluice.report.text.SafeText;
import dev.sluice.table.RowCounts;
import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Outcome;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Where the rows of each table went: what was read is what became something. */
final class RowsPart {
  private static final int MOST = 100;

  private static final String LEGEND =
      "<ul class=\"legend\"><li class=\"kept\">published</li><li class=\"dead\">dead</li>"
          + "<li class=\"deduplicated\">deduplicated</li><li class=\"filtered\">filtered</li></ul>\n";

  private final Manifest run;
  private final RunMaterial material;

  RowsPart(Manifest run, RunMaterial material) {
    this.run = run;
    this.material = material;
  }

  void write(HtmlText html) {
    List<TableState> tables =
        run.published().stream()
            .sorted(
                Comparator.comparingLong((TableState table) -> table.counts().dead()).reversed())
            .toList();
    if (tables.isEmpty()) {
      return;
    }
    boolean isSeen = run.outcome() != Outcome.FAILED; // of what failed nobody sees a row
    html.raw(isSeen ? LEGEND : LEGEND.replace(">published<", ">kept<"));
    new HtmlTable<TableState>("where rows went")
        .cell("table", "name", this::name)
        .cell("rows went", "graph", (cell, table) -> bar(cell, table.counts()))
        .number("read", table -> table.counts().read())
        .number(isSeen ? "published" : "kept", table -> table.counts().published())
        .number("dead", table -> table.counts().dead())
        .number("deduplicated", table -> table.counts().deduplicated())
        .number("filtered", table -> table.counts().filtered())
        .cell("balance", "", (cell, table) -> balance(cell, table.counts()))
        .number(isSeen ? "rows now" : "rows then", table -> table.counts().live())
        .cell("before", "number", this::before)
        .stacked()
        .write(html, tables, MOST);
  }

  private void name(HtmlText html, TableState table) {
    html.brief(table.table(), 100);
    if (table.kind() == TableState.Kind.MODEL) {
      html.raw(" <small>model</small>");
    }
    run.deleted(table.table())
        .filter(rows -> rows > 0)
        .ifPresent(rows -> html.raw(" <small>" + SafeText.count(rows, "key") + " deleted</small>"));
    if (!table.taken().computed().isEmpty()) {
      html.raw(" <small>").brief(table.taken().computed(), 100).raw("</small>");
    }
  }

  private static void bar(HtmlText html, RowCounts rows) {
    Drawing.bar(
        html,
        List.of(
            new Part("kept", "published", rows.published()),
            new Part("dead", "dead", rows.dead()),
            new Part("deduplicated", "deduplicated", rows.deduplicated()),
            new Part("filtered", "filtered", rows.filtered())));
  }

  private static void balance(HtmlText html, RowCounts rows) {
    html.raw(
        rows.isBalanced()
            ? "<span class=\"good-text\">even</span>"
            : "<span class=\"bad-text\">off by "
                + SafeText.number(
                    rows.read()
                        - rows.published()
                        - rows.dead()
                        - rows.deduplicated()
                        - rows.filtered())
                + "</span>");
  }

  private void before(HtmlText html, TableState table) {
    Optional<TableState> before = material.before(table.table());
    html.text(before.map(each -> SafeText.number(each.counts().live())).orElse("–"));
  }
}
