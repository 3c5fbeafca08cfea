// SPDX-License-Identifier: Apache-2.0
package dev.sluice.look.table;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stats.ColumnStats;
import dev.sluice.stats.TableStats;
import dev.sluice.stats.stored.FileStats;
import dev.sluice.stats.stored.TotalStats;
import dev.sluice.store.Lakes;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState;
import java.util.HashMap;
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
    return known(spec.lake(), state).map(stats -> without(stats, personal(spec, state)));
  }

  /**
   * As {@link #of}, where what was lost or damaged is made again: files of which nothing is known
   * are read, and what they are like is kept beside them for the runs to come.
   */
  public static TableStats again(PipelineSpec spec, TableState state) {
    Set<String> personal = personal(spec, state);
    String root = spec.lake();
    try (Kernel kernel = Kernel.open(KernelSettings.aside(Lakes.kernelFolder(root)))) {
      Kernel named = kernel.about("Statistics of " + state.table());
      Map<String, Set<String>> seen = new HashMap<>();
      for (DataFile file : state.data().where(each -> true)) {
        TableStats unused = FileStats.again(named, root, file, personal, seen);
      }
    } catch (StatementFailed e) {
      throw new PipelineException(
          ErrorCode.LAKE_READ,
          "Cannot describe %s: %s".formatted(state.table(), e.withoutValues().getMessage()),
          e);
    }
    return TotalStats.ofFiles(root, state)
        .map(stats -> without(stats, personal))
        .orElse(TableStats.NONE);
  }

  private static Set<String> personal(PipelineSpec spec, TableState state) {
    Set<String> personal = new HashSet<>();
    Stream.concat(
            spec.tables().stream().filter(t -> t.name().equals(state.table())).map(t -> t.schema()),
            spec.models().stream().filter(m -> m.name().equals(state.table())).map(m -> m.output()))
        .forEach(schema -> personal.addAll(personal(schema)));
    personal.addAll(personal(state.schema()));
    return personal;
  }

  /** Of a run that failed no state keeps it; its files still say what they hold. */
  private static Optional<TableStats> known(String root, TableState state) {
    Optional<TableStats> kept = TotalStats.of(state);
    List<DataFile> put = state.data().put();
    if (kept.isPresent() || state.data().isEmpty() || put.size() > MOST_FILES) {
      return kept;
    }
    if (put.isEmpty()) {
      return state.isPublished() && state.data().count() <= MOST_FILES
          ? TotalStats.seen(root, state, TableStats.NONE)
          : kept;
    }
    return FileStats.sum(root, put).flatMap(came -> TotalStats.seen(root, state, came));
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
