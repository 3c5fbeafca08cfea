// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.promote;

import dev.sluice.promote.release.Release;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.text.SpecWords;
import dev.sluice.report.view.Report;
import dev.sluice.report.view.Table;
import dev.sluice.report.view.View;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Lists releases; people see the newest first, which is what production shows. */
public final class ReleasesText implements Report {
  private static final Table<Release> TABLE =
      Table.<Release>atMargin()
          .right("release", each -> Long.toString(each.number()))
          .left("kind", each -> SpecWords.snake(each.kind().name()))
          .right("manifest", each -> Long.toString(each.manifest()))
          .left("run", each -> each.run().id())
          .left("released_at", each -> SafeText.time(each.made().at()))
          .left("by", each -> each.made().by())
          .left("why", each -> each.made().why());

  private final List<Release> releases;

  public ReleasesText(List<Release> oldestFirst) {
    this.releases = oldestFirst;
  }

  @Override
  public View view() {
    List<Release> newestFirst = new ArrayList<>(releases);
    Collections.reverse(newestFirst);
    View view =
        new View()
            .value("current", releases.isEmpty() ? null : newestFirst.get(0).number())
            .records("releases", releases, "tables");
    return releases.isEmpty()
        ? view.line("no release yet: production shows nothing")
        : view.table(newestFirst, TABLE);
  }
}
