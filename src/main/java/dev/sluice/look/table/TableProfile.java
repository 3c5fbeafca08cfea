// SPDX-License-Identifier: Apache-2.0
package dev.sluice.look.table;

import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stats.ColumnStats;
import dev.sluice.stats.TableStats;
import dev.sluice.stats.stored.FileStats;
import dev.sluice.stats.stored.TotalStats;
import dev.sluice.store.SideBySide;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What is known of a table's values, without those of columns that are personal by now. */
public final class TableProfile {
  /** More files are not read for a page. */
  private static final int MOST_FILES = 500;

  private TableProfile() {}

  /** Empty where nothing is known. */
  public static Optional<TableStats> of(PipelineSpec spec, TableState state) {
    Set<String> personal = new HashSet<>();
    Stream.concat(
            spec.tables().stream().filter(t -> t.name().equals(state.table())).map(t -> t.schema()),
            spec.models().stream().filter(m -> m.name().equals(state.table())).map(m -> m.output()))
        .forEach(schema -> personal.addAll(personal(schema)));
    personal.addAll(personal(state.schema()));
    return known(spec.lake(), state).map(stats -> without(stats, personal));
  }

  /** Of a run that failed no state keeps it; its files still say what they hold. */
  private static Optional<TableStats> known(String root, TableState state) {
    Optional<TableStats> kept = TotalStats.of(state);
    List<DataFile> put = state.data().put();
    if (kept.isPresent() || put.isEmpty() || put.size() > MOST_FILES) {
      return kept;
    }
    TableStats came = TableStats.NONE;
    for (Optional<TableStats> each : SideBySide.map(put, file -> FileStats.of(root, file))) {
      if (each.isEmpty()) {
        return Optional.empty();
      }
      came = came.plus(each.get());
    }
    return TotalStats.after(root, state, came);
  }

  private static Set<String> personal(TableSchema schema) {
    Set<String> names = new HashSet<>();
    schema.columns().stream().filter(Column::pii).map(Column::name).forEach(names::add);
    return names;
  }

  private static TableStats without(TableStats stats, Set<String> personal) {
    Map<String, ColumnStats> columns = new LinkedHashMap<>();
    stats
        .columns()
        .forEach(
            (name, column) ->
                columns.put(
                    name,
                    personal.contains(name)
                        ? ColumnStats.counted(column.type(), column.counts())
                        : column));
    return new TableStats(stats.rows(), columns);
  }
}
