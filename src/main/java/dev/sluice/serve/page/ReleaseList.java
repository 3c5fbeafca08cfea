// SPDX-License-Identifier: Apache-2.0
package dev.sluice.serve.page;

import dev.sluice.promote.release.Release;
import dev.sluice.report.html.HtmlTable;
import dev.sluice.report.html.HtmlText;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.text.SpecWords;
import dev.sluice.run.settle.UnfinishedStep;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What production showed, newest first, and the form by which a person goes back. */
public final class ReleaseList {
  private static final int MOST = 200;

  private final ServedPage frame;

  public ReleaseList(ServedPage frame) {
    this.frame = frame;
  }

  /** Writes it. */
  public HtmlText of(List<Release> oldestFirst, List<UnfinishedStep> unfinished) {
    List<Release> releases = new ArrayList<>(oldestFirst);
    Collections.reverse(releases);
    HtmlText html = new HtmlText().raw("<section aria-label=\"releases\">\n");
    unfinished.forEach(
        step ->
            html.raw("<div class=\"why care\"><p>")
                .brief(step.sentence("The lake shows its newest release"), 1000)
                .raw("</p></div>\n"));
    if (releases.isEmpty()) {
      return html.raw("<p>No release yet: production shows nothing.</p></section>\n");
    }
    new HtmlTable<Release>("releases, newest first")
        .name("release", each -> Long.toString(each.number()))
        .text("kind", each -> SpecWords.snake(each.kind().name()))
        .cell(
            "run",
            "",
            (cell, each) ->
                frame.link(cell, "runs/" + each.manifest(), Long.toString(each.manifest())))
        .text("released at", each -> SafeText.time(each.made().at()))
        .text("by", each -> each.made().by())
        .text("why", each -> each.made().why())
        .stacked()
        .write(html, releases, MOST);
    html.raw("</section>\n");
    if (releases.size() > 1) {
      back(html, releases);
    }
    return html;
  }

  private void back(HtmlText html, List<Release> releases) {
    Release newest = releases.get(0);
    html.raw(
            "<section><h2>Go back</h2>\n<p>Brings an earlier release back, in one step for all tables. Nothing is removed.</p>\n<form method=\"post\" action=\"")
        .text(frame.base() + "/releases/rollback")
        .raw("\">")
        .add(DecisionPage.hidden("release", Long.toString(newest.number())))
        .raw(
            "<label>To release <select name=\"to\" required><option value=\"\">choose one</option>");
    releases.stream()
        .filter(each -> each.manifest() != newest.manifest())
        .limit(MOST)
        .forEach(
            each ->
                html.raw("<option value=\"" + each.number() + "\">")
                    .text(
                        "%d: run %d, %s"
                            .formatted(
                                each.number(), each.manifest(), SafeText.time(each.made().at())))
                    .raw("</option>"));
    html.raw("</select></label> ")
        .add(DecisionPage.why("Why"))
        .raw("<button class=\"bad\">Go back</button></form></section>\n");
  }
}
