// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.notify;

import dev.sluice.schema.change.ColumnChange;
import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;
import java.util.ArrayList;
import java.util.List;

/**
 * How a run changed what a table is.
 *
 * @param changes that it is new or gone, or which of its columns came, went or changed; each a few
 *     words
 */
record TableChanges(String table, List<String> changes) {

  /** Those of all tables of which something changed since the run that a run built on. */
  static List<TableChanges> between(Manifest before, Manifest now) {
    List<TableChanges> all = new ArrayList<>();
    for (TableState table : now.published()) {
      List<String> changes =
          before.table(table.table()).map(old -> changes(old, table)).orElse(List.of("is new"));
      if (!changes.isEmpty()) {
        all.add(new TableChanges(table.table(), changes));
      }
    }
    before.published().stream()
        .map(TableState::table)
        .filter(name -> now.table(name).isEmpty())
        .forEach(name -> all.add(new TableChanges(name, List.of("is gone"))));
    return all;
  }

  private static List<String> changes(TableState before, TableState now) {
    if (now.isLeft() && !before.isLeft()) {
      return List.of("is not in the spec any more");
    }
    return before.schemaId().equals(now.schemaId())
        ? List.of()
        : ColumnChange.between(before.schema(), now.schema()).stream()
            .map(ColumnChange::sentence)
            .toList();
  }
}
