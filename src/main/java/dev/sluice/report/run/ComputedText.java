// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.run;

import dev.sluice.report.view.Table;
import dev.sluice.report.view.View;
import dev.sluice.table.TableState;
import java.util.List;

/** Shows how much of each incremental model was computed. */
final class ComputedText {
  private static final Table<TableState> COMPUTED =
      Table.<TableState>atMargin()
          .left("model", TableState::table)
          .left("computed", state -> state.taken().computed());

  private ComputedText() {}

  static void add(View view, List<TableState> tables) {
    List<TableState> models =
        tables.stream().filter(table -> !table.taken().computed().isEmpty()).toList();
    if (!models.isEmpty()) {
      view.table(models, COMPUTED).line("");
    }
  }
}
