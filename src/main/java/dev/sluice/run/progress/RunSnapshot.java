// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.progress;

import java.util.List;

/**
 * How far a run is.
 *
 * @param tables and models, in the order of the spec
 * @param phase what happens to the run as a whole, such as {@code committing}; empty for nothing
 */
public record RunSnapshot(List<TableProgress> tables, String phase) {
  public RunSnapshot {
    tables = List.copyOf(tables);
  }

  /** How many are as they will be. */
  public long done() {
    return tables.stream()
        .filter(each -> each.doing() == Doing.DONE || each.doing() == Doing.UNCHANGED)
        .count();
  }

  /** Names of those that do something, or did. */
  public List<String> names(Doing doing) {
    return tables.stream().filter(t -> t.doing() == doing).map(TableProgress::name).toList();
  }
}
