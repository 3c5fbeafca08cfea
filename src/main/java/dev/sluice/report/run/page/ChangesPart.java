// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.run.page;

import dev.sluice.plan.change.SpecDifference;
import dev.sluice.report.html.HtmlText;
import dev.sluice.schema.TableSchema;
import dev.sluice.schema.change.ColumnChange;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What tables and columns came, went or changed since the run that this one built on. */
final class ChangesPart {
  private static final int MOST = 60;
  private static final int LINES = 40;

  private final Manifest run;
  private final RunMaterial material;

  ChangesPart(Manifest run, RunMaterial material) {
    this.run = run;
    this.material = material;
  }

  private record Change(String table, List<String> lines) {}

  void write(HtmlText html) {
    if (material.base() == null || run.tables().isEmpty()) {
      return;
    }
    html.list(changes(material.base()), MOST, each -> write(html, each), "more table");
  }

  private static void write(HtmlText html, Change change) {
    html.raw("<div class=\"case\"><h3>").brief(change.table(), 100).raw("</h3>\n<ul>");
    change.lines().stream().limit(LINES).forEach(line -> html.raw("<li>").brief(line).raw("</li>"));
    int rest = change.lines().size() - LINES;
    html.raw(rest > 0 ? "<li class=\"rest\">… and " + rest + " more</li>" : "");
    html.raw("</ul></div>\n");
  }

  private List<Change> changes(Manifest base) {
    List<Change> changes = new ArrayList<>();
    for (TableState now : run.published()) {
      Optional<TableState> before = base.table(now.table());
      List<String> lines = before.isEmpty() ? List.of("is new") : lines(before.get(), now);
      if (!lines.isEmpty()) {
        changes.add(new Change(now.table(), lines));
      }
    }
    for (TableState before : base.published()) {
      Optional<TableState> now = run.table(before.table());
      if (now.isEmpty()) {
        changes.add(new Change(before.table(), List.of("is gone")));
      }
    }
    return changes;
  }

  private List<String> lines(TableState before, TableState now) {
    List<String> lines = new ArrayList<>();
    if (now.isLeft() && !before.isLeft()) {
      lines.add("is not in the spec any more; production keeps it");
    }
    lines.addAll(SpecDifference.parts(before.taken().definition(), now.taken().definition()));
    ColumnChange.between(before.schema(), schema(now)).forEach(each -> lines.add(each.sentence()));
    return lines;
  }

  /** With the names that columns had before, where the spec is still that of the run. */
  private TableSchema schema(TableState state) {
    return material
        .spec()
        .table(state.table())
        .map(TableSpec::schema)
        .filter(schema -> TableState.idOf(schema).equals(state.schemaId()))
        .orElse(state.schema());
  }
}
