// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.stats.page;

import dev.sluice.look.table.TableProfile;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stats.TableStats;
import dev.sluice.store.SideBySide;
import dev.sluice.table.TableState;
import dev.sluice.table.iceberg.SnapshotFiles;
import dev.sluice.table.log.Manifest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the values of a run's tables, without those of personal columns.
 *
 * @param now by table, of those of which something is known
 * @param before what the tables were that the run changed, as far as it is known
 */
public record TableValues(Map<String, TableStats> now, Map<String, TableStats> before) {
  /** Nobody looks at more columns in a page. */
  public static final int MOST_COLUMNS = 500;

  public static final TableValues NONE = new TableValues(Map.of(), Map.of());

  public TableValues {
    now = Map.copyOf(now);
    before = Map.copyOf(before);
  }

  private record Known(String table, TableStats now, @Nullable TableStats before) {}

  /**
   * Reads it, of as many tables as a page shows.
   *
   * @param base the run that it is held against; null for none
   */
  public static TableValues of(PipelineSpec spec, Manifest run, @Nullable Manifest base) {
    List<TableState> shown = new ArrayList<>();
    int columns = 0;
    for (TableState table : run.published()) {
      columns += table.schema().columns().size();
      if (columns <= MOST_COLUMNS) {
        shown.add(table);
      }
    }
    Map<String, TableStats> now = new HashMap<>();
    Map<String, TableStats> before = new HashMap<>();
    for (Optional<Known> each : SideBySide.map(shown, table -> known(spec, table, base))) {
      each.ifPresent(known -> now.put(known.table(), known.now()));
      each.map(Known::before).ifPresent(was -> before.put(each.get().table(), was));
    }
    return new TableValues(now, before);
  }

  private static Optional<Known> known(
      PipelineSpec spec, TableState table, @Nullable Manifest base) {
    Optional<TableState> was = base == null ? Optional.empty() : base.table(table.table());
    boolean isSame = was.isPresent() && isSame(was.get(), table);
    return TableProfile.of(spec, table)
        .map(
            now ->
                new Known(
                    table.table(),
                    now,
                    isSame ? null : was.flatMap(each -> TableProfile.of(spec, each)).orElse(null)));
  }

  private static boolean isSame(TableState one, TableState other) {
    TableState.Data data = other.data();
    boolean isLeft = data.put().isEmpty() && data.removed().isEmpty() && !data.isReplaced();
    return isLeft
        && one.data().base() instanceof SnapshotFiles before
        && data.base() instanceof SnapshotFiles after
        && before.state().pointer().equals(after.state().pointer());
  }
}
