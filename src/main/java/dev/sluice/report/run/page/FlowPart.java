// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.run.page;

import dev.sluice.lineage.Lineage;
import dev.sluice.report.html.HtmlTable;
import dev.sluice.report.html.HtmlText;
import dev.sluice.report.site.PipelinePicture;
import dev.sluice.report.site.SpecPaths;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.RowCounts;
import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;
import java.util.ArrayList;
import java.util.List;

/** Which rows went from where to where. */
final class FlowPart {
  private static final int MOST = 200;

  private final Manifest run;
  private final RunMaterial material;

  FlowPart(Manifest run, RunMaterial material) {
    this.run = run;
    this.material = material;
  }

  private record Way(String from, String to, long rows) {}

  void write(HtmlText html) {
    if (run.tables().isEmpty()) {
      return; // it ended before anything was read
    }
    PipelinePicture.of(material.spec(), run).write(html);
    html.raw("<details><summary>As a table</summary>");
    new HtmlTable<Way>("what is read from where")
        .text("from", Way::from)
        .name("to", Way::to)
        .number("rows", Way::rows)
        .write(html, ways(), MOST);
    html.raw("</details>\n");
  }

  private List<Way> ways() {
    List<Way> ways = new ArrayList<>();
    for (TableSpec table : material.spec().tables()) {
      String paths = String.join(", ", SpecPaths.of(material.spec(), table));
      ways.add(new Way(paths, table.name(), counts(table.name()).read()));
    }
    for (ModelSpec model : material.spec().models()) {
      for (String input : Lineage.inputs(model)) {
        ways.add(new Way(input, model.name(), counts(input).live()));
      }
    }
    return ways;
  }

  private RowCounts counts(String table) {
    return run.table(table).map(TableState::counts).orElse(RowCounts.ZERO);
  }
}
