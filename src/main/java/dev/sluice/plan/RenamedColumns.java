// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan;

import dev.sluice.error.Plural;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.land.merge.RenameColumns;
import dev.sluice.schema.Column;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.LoadSpec.Disposition;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.LakeTables;
import dev.sluice.table.TableState;
import dev.sluice.table.file.AuditColumns;
import dev.sluice.table.file.Scope;
import dev.sluice.table.key.DeletedRows;
import dev.sluice.table.log.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Columns that go on under a new name: one of a contract that the rows do not have, and of which an
 * alias, or the name in its source, is a column that they have and the contract does not.
 */
final class RenamedColumns {
  private static final Set<String> OURS = Set.of(AuditColumns.CREATED, AuditColumns.UPDATED);

  private final PipelineSpec spec;
  private final Manifest before;

  /** The present names by the earlier ones, of each table that has some. */
  private final Map<String, Map<String, String>> byTable = new LinkedHashMap<>();

  private RenamedColumns(PipelineSpec spec, Manifest before) {
    this.spec = spec;
    this.before = before;
  }

  /**
   * Compares contracts with the rows that are there.
   *
   * @param before with every table under its present name
   * @param isSelected the tables whose columns are looked at
   */
  static RenamedColumns of(PipelineSpec spec, Manifest before, Predicate<String> isSelected) {
    RenamedColumns names = new RenamedColumns(spec, before);
    for (TableSpec table : spec.tables()) {
      before
          .table(table.name())
          .filter(state -> state.kind() == TableState.Kind.TYPED && isSelected.test(table.name()))
          .ifPresent(state -> names.find(table, state));
    }
    return names;
  }

  private void find(TableSpec table, TableState state) {
    Map<String, String> names = new LinkedHashMap<>();
    for (Column column : table.schema().columns()) {
      if (state.schema().column(column.name()).isPresent() || OURS.contains(column.name())) {
        continue;
      }
      column.sourcing().others().stream()
          .filter(old -> state.schema().column(old).isPresent() && !OURS.contains(old))
          .filter(old -> table.schema().column(old).isEmpty() && !names.containsKey(old))
          .filter(old -> !spec.policies().names().removed().contains(table.name() + "." + old))
          .findFirst()
          .ifPresent(old -> names.put(old, column.name()));
    }
    if (!names.isEmpty()) {
      byTable.put(table.name(), names);
    }
  }

  /** The tables that have some. */
  Set<String> tables() {
    return Set.copyOf(byTable.keySet());
  }

  /** What goes on under which name, each a sentence; what is replaced anyway is not said. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    byTable.forEach(
        (table, names) -> {
          if (spec.table(table).orElseThrow().load().disposition() == Disposition.REPLACE) {
            return;
          }
          long rows = before.table(table).map(state -> state.counts().live()).orElse(0L);
          names.forEach(
              (old, now) ->
                  notes.add(
                      String.format(
                          Locale.ROOT,
                          "`%s` of table %s goes on as `%s`, which has it as an alias, with the values of its %,d %s.",
                          old,
                          table,
                          now,
                          rows,
                          Plural.noun(rows, "row"))));
        });
    return notes;
  }

  /** The state with every column under its present name; its files still have the earlier ones. */
  Manifest named() {
    List<TableState> tables = new ArrayList<>();
    for (TableState state : before.tables()) {
      boolean isRaw = state.kind() == TableState.Kind.RAW;
      String table = isRaw ? LakeTables.ofRaw(state.table()) : DeletedRows.owner(state.table());
      Map<String, String> names = byTable.getOrDefault(table, Map.of());
      tables.add(
          names.isEmpty() || state.kind() == TableState.Kind.DEAD ? state : named(state, names));
    }
    return before.withTables(tables);
  }

  private static TableState named(TableState state, Map<String, String> names) {
    return state.kind() == TableState.Kind.RAW
        ? state.withTaken(state.taken().naming(names))
        : state.withSchema(state.schema().naming(names));
  }

  /**
   * The state with files that have the present names, which are written by a run.
   *
   * @param named the state of {@link #named}, as far as it changed since
   * @param isNeeded the tables whose rows stay
   */
  Manifest written(Manifest named, Scope run, KernelSettings settings, Predicate<String> isNeeded) {
    if (byTable.keySet().stream().noneMatch(isNeeded)) {
      return named;
    }
    try (Kernel kernel = Kernel.open(settings)) {
      List<TableState> tables = new ArrayList<>();
      for (TableState state : named.tables()) {
        String table = DeletedRows.owner(state.table());
        Map<String, String> names = byTable.get(table);
        tables.add(
            names == null || !isNeeded.test(table)
                ? state
                : new RenameColumns(kernel, run, names).of(state));
      }
      return named.withTables(tables);
    }
  }
}
