// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.site;

import dev.sluice.lineage.Lineage;
import dev.sluice.report.html.Picture;
import dev.sluice.report.text.SafeText;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.RowCounts;
import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;

/** The picture of a pipeline: sources, tables, models, and what reads what. */
public final class PipelinePicture {
  private final PipelineSpec spec;
  private final Picture picture = new Picture();

  private PipelinePicture(PipelineSpec spec) {
    this.spec = spec;
  }

  /** Of the pipeline alone. */
  public static Picture of(PipelineSpec spec) {
    PipelinePicture all = new PipelinePicture(spec);
    all.draw(name -> RowCounts.ZERO, false);
    return all.picture;
  }

  /** With the rows that went each way in a run. */
  public static Picture of(PipelineSpec spec, Manifest run) {
    PipelinePicture all = new PipelinePicture(spec);
    all.draw(
        name -> run.table(name).map(TableState::counts).orElse(RowCounts.ZERO),
        !run.tables().isEmpty());
    return all.picture;
  }

  private interface Counts {
    RowCounts of(String name);
  }

  private void draw(Counts counts, boolean isCounted) {
    for (TableSpec table : spec.tables()) {
      RowCounts rows = counts.of(table.name());
      String source = "source of " + table.name();
      picture.node(source, String.join(", ", SpecPaths.of(spec, table)), "", "source");
      picture.node(table.name(), table.name(), isCounted ? note(rows) : "", kind("table", rows));
      picture.edge(source, table.name(), isCounted ? SafeText.number(rows.read()) : "", false);
    }
    for (ModelSpec model : spec.models()) {
      RowCounts rows = counts.of(model.name());
      picture.node(model.name(), model.name(), isCounted ? note(rows) : "", kind("model", rows));
      for (String input : Lineage.inputs(model)) {
        String read = isCounted ? SafeText.number(counts.of(input).live()) : "";
        picture.edge(input, model.name(), read, model.lookup().contains(input));
      }
    }
  }

  private static String note(RowCounts rows) {
    String live = SafeText.count(rows.live(), "row");
    return rows.dead() == 0 ? live : live + ", " + SafeText.number(rows.dead()) + " dead";
  }

  private static String kind(String kind, RowCounts rows) {
    return rows.dead() == 0 ? kind : kind + " bad";
  }
}
