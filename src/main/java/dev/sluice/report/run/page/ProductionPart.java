// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.run.page;

import dev.sluice.promote.PromotionPlan;
import dev.sluice.promote.compare.ProductionChange;
import dev.sluice.promote.compare.ProductionChange.Kind;
import dev.sluice.promote.compare.ProductionChange.ProfileChange;
import dev.sluice.promote.compare.ProductionChange.RowChanges;
import dev.sluice.promote.compare.ProductionChange.Sample;
import dev.sluice.report.html.HtmlTable;
import dev.sluice.report.html.HtmlText;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.text.SpecWords;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What releasing the run would change. */
public final class ProductionPart {
  private static final int MOST = 100;
  private static final int DETAILED = 20;
  private static final int VALUES = 12;
  private static final int MEASURES = 20;

  private ProductionPart() {}

  /** Writes it; nothing where that is not known. */
  public static void write(HtmlText html, @Nullable PromotionPlan plan) {
    if (plan == null) {
      return;
    }
    List<ProductionChange> all = plan.tables();
    List<ProductionChange> changes =
        all.stream().filter(each -> each.kind() != Kind.UNCHANGED).toList();
    html.raw("<p>")
        .text(
            changes.isEmpty()
                ? "Nothing: production shows the same rows already."
                : "%s of %s would change."
                    .formatted(
                        SafeText.number(changes.size()), SafeText.count(all.size(), "table")))
        .raw("</p>\n");
    new HtmlTable<ProductionChange>("tables that would change")
        .name("table", ProductionChange::table)
        .text("change", each -> SpecWords.snake(each.kind().name()))
        .number("rows now", ProductionChange::rowsBefore)
        .number("rows then", ProductionChange::rowsAfter)
        .number("added", each -> each.rows().added())
        .number("removed", each -> each.rows().removed())
        .number("changed", each -> each.rows().changed())
        .stacked()
        .write(html, changes, MOST);
    List<ProductionChange> changed =
        changes.stream().filter(each -> each.kind() == Kind.CHANGED).limit(DETAILED).toList();
    changed.forEach(each -> details(html, each));
  }

  private static void details(HtmlText html, ProductionChange change) {
    html.raw("<details class=\"part\"><summary>").brief(change.table(), 100);
    html.raw("</summary>\n");
    change.schema().stream()
        .limit(MEASURES)
        .forEach(each -> html.raw("<p>").brief(each).raw("</p>\n"));
    samples(html, change.rows());
    new HtmlTable<ProfileChange>("what would change about values")
        .name("column", ProfileChange::column)
        .text("measure", ProfileChange::measure)
        .value("now", ProfileChange::before)
        .value("then", ProfileChange::after)
        .stacked()
        .write(html, change.profile(), MEASURES);
    html.raw("</details>\n");
  }

  private static void samples(HtmlText html, RowChanges rows) {
    new HtmlTable<Sample>("some rows that would change")
        .text("row", Sample::change)
        .cell("of", "text", ProductionPart::key)
        .cell("now → then", "text", ProductionPart::values)
        .stacked()
        .write(html, rows.samples(), 15);
    long rest = rows.added() + rows.removed() + rows.changed() - rows.samples().size();
    if (rest > 0) {
      html.raw("<p class=\"rest\">… and " + SafeText.count(rest, "more row") + "</p>\n");
    }
  }

  private static void key(HtmlText html, Sample sample) {
    sample.key().stream()
        .limit(VALUES)
        .forEach(
            each ->
                html.raw("<small>")
                    .brief(each.column(), 100)
                    .raw("</small> <code>")
                    .brief(each.value(), 100)
                    .raw("</code> "));
  }

  private static void values(HtmlText html, Sample sample) {
    sample.values().stream()
        .limit(VALUES)
        .forEach(
            each ->
                html.raw("<small>")
                    .brief(each.column(), 100)
                    .raw("</small> <code>")
                    .brief(each.before(), 100)
                    .raw("</code> → <code>")
                    .brief(each.after(), 100)
                    .raw("</code> "));
  }
}
