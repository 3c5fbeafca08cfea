// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.error.Plural;
import dev.sluice.error.issue.Suggestion;
import dev.sluice.graph.ModelExtent;
import dev.sluice.plan.change.Departure;
import dev.sluice.plan.change.Departure.Kind;
import dev.sluice.plan.change.PlannedChange;
import dev.sluice.plan.change.PlannedChange.State;
import dev.sluice.plan.selection.ReadElsewhere;
import dev.sluice.plan.selection.Selection;
import dev.sluice.promote.decision.Decisions;
import dev.sluice.schema.TableSchema;
import dev.sluice.schema.change.ColumnChange;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.table.LakeTables;
import dev.sluice.table.TableState;
import dev.sluice.table.key.DeletedRows;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore.Committed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Tables and models that earlier runs knew, and what the spec says has become of them. */
public final class LeavingTables {

  private final PipelineSpec spec;

  private LeavingTables(PipelineSpec spec) {
    this.spec = spec;
  }

  /** The state with every table under its present name, and without those that are dropped. */
  static Manifest continued(Manifest base, PipelineSpec spec, List<String> dropped) {
    LeavingTables leaving = new LeavingTables(spec);
    Manifest named = leaving.renamed(base);
    List<String> left = leaving.left(named).stream().map(TableState::table).toList();
    for (String name : dropped) {
      if (!left.contains(name)) {
        throw new PipelineException(
            ErrorCode.INVALID_VALUE,
            "--drop %s: %s. Nothing was changed."
                .formatted(
                    name,
                    leaving.has(name)
                        ? "the spec has it; take it out of pipeline.yaml first"
                        : left.isEmpty()
                            ? "no table or model is there that the spec does not have"
                            : Suggestion.nearestOr(
                                name, "there are, without the spec having them, ", left)));
      }
    }
    Set<String> gone = new HashSet<>(dropped);
    gone.addAll(spec.policies().names().removed());
    return named.withTables(
        named.tables().stream()
            .filter(state -> leaving.has(owner(state)) || !gone.contains(owner(state)))
            .toList());
  }

  /** In a lake without a run there is nothing to drop. */
  static void requireNone(List<String> dropped) {
    if (!dropped.isEmpty()) {
      throw new PipelineException(
          ErrorCode.INVALID_VALUE,
          "--drop %s: the lake holds no run yet, and no table".formatted(dropped.get(0)));
    }
  }

  /** What an ordinary run would leave as it is; each a sentence. */
  public static List<String> notes(PipelineSpec spec) {
    return notes(spec, Selection.ALL);
  }

  /** What a run of a selection would leave as it is, and what it would read elsewhere. */
  public static List<String> notes(PipelineSpec spec, Selection selection) {
    try {
      Manifest base = Decisions.of(spec.lake()).base().map(b -> b.manifest()).orElse(null);
      List<String> notes = new ArrayList<>(ReadElsewhere.by(spec, selection, base).notes());
      if (base != null) {
        notes.addAll(planned(base, spec, selection));
      }
      return notes;
    } catch (PipelineException e) {
      return List.of("The lake cannot be looked at: " + e.getMessage());
    }
  }

  private static List<String> planned(Manifest base, PipelineSpec spec, Selection selection) {
    List<String> notes = new ArrayList<>(notes(base, spec, List.of()));
    RenamedColumns names =
        RenamedColumns.of(spec, continued(base, spec, List.of()), selection::has);
    notes.addAll(names.notes());
    notes.addAll(ContractGuard.notes(spec, names.named(), selection::has));
    ModelExtent.Ground ground = new ModelExtent.Ground(names.named(), false, names.tables());
    notes.addAll(ModelExtent.notes(spec, ground, selection::has));
    return notes;
  }

  /** What a run leaves as it is, although the spec no longer has it; each a sentence. */
  static List<String> notes(Manifest base, PipelineSpec spec, List<String> dropped) {
    List<String> notes = new ArrayList<>();
    LeavingTables leaving = new LeavingTables(spec);
    for (TableState state : leaving.left(continued(base, spec, dropped))) {
      notes.add(
          "%s is not in the spec any more: production keeps %s as they are. `--drop %s` or `removed: [%3$s]` takes them out; `renamed_from: %3$s` lets another table go on with them."
              .formatted(state.table(), rows(state), state.table()));
    }
    for (TableState state : leaving.left(leaving.renamed(base))) {
      String name = state.table();
      if (dropped.contains(name) || spec.policies().names().removed().contains(name)) {
        notes.add("%s leaves production with %s.".formatted(name, rows(state)));
      }
    }
    return notes;
  }

  /** The tables that the spec does not have any more, and what becomes of them. */
  static List<PlannedChange> leaving(Manifest base, PipelineSpec spec) {
    LeavingTables leaving = new LeavingTables(spec);
    List<String> removed = spec.policies().names().removed();
    return leaving.left(leaving.renamed(base)).stream()
        .filter(state -> !state.isLeft() || removed.contains(state.table()))
        .map(
            state ->
                new PlannedChange(
                    state.table(),
                    state.kind() == TableState.Kind.MODEL ? "model" : "table",
                    removed.contains(state.table()) ? State.REMOVED : State.LEFT,
                    "",
                    List.of(),
                    List.of(),
                    null,
                    state.counts().live(),
                    ""))
        .toList();
  }

  /**
   * What a run takes out of production, or what is left there although the spec does not have it
   * any more: tables and models, and columns of those that stay.
   */
  public static List<Departure> departures(PipelineSpec spec) {
    Manifest last = Decisions.of(spec.lake()).base().map(Committed::manifest).orElse(null);
    if (last == null) {
      return List.of();
    }
    List<Departure> all = new ArrayList<>();
    for (PlannedChange change : leaving(last, spec)) {
      boolean isRemoved = change.state() == State.REMOVED;
      all.add(new Departure(change.name(), isRemoved ? Kind.REMOVED : Kind.LEFT, change.rows()));
    }
    Manifest now = continued(last, spec, List.of());
    spec.tables().forEach(table -> columns(now, table.name(), table.schema(), all));
    spec.models().forEach(model -> columns(now, model.name(), model.output(), all));
    return all;
  }

  private static void columns(Manifest now, String table, TableSchema schema, List<Departure> to) {
    now.table(table)
        .filter(state -> !state.isLeft() && state.counts().live() > 0)
        .ifPresent(
            state ->
                ColumnChange.between(state.schema(), schema).stream()
                    .filter(column -> column.now().isEmpty())
                    .forEach(
                        column ->
                            to.add(
                                new Departure(
                                    table + "." + column.name(),
                                    Kind.COLUMN,
                                    state.counts().live()))));
  }

  private static String rows(TableState state) {
    long rows = state.counts().live();
    return String.format(Locale.ROOT, "its %,d %s", rows, Plural.noun(rows, "row"));
  }

  private Manifest renamed(Manifest base) {
    Map<String, String> names = spec.policies().names().renamed();
    Manifest now = base;
    for (Map.Entry<String, String> name : names.entrySet()) {
      if (now.table(name.getKey()).isEmpty()) { // else it went on under its new name before
        now = renamed(now, name.getValue(), name.getKey());
      }
    }
    return now;
  }

  private static Manifest renamed(Manifest base, String old, String name) {
    List<TableState> tables = new ArrayList<>();
    for (TableState state : base.tables()) {
      boolean isMeant = owner(state).equals(old) && state.kind() != TableState.Kind.DEAD;
      tables.add(isMeant ? state.named(ofOwner(state, name)) : state);
    }
    return base.withTables(tables);
  }

  /** The table that a state is of, raw ones and deleted rows too. */
  private static String owner(TableState state) {
    return state.kind() == TableState.Kind.RAW
        ? LakeTables.ofRaw(state.table())
        : DeletedRows.owner(state.table());
  }

  /** What the state is called once its table has another name. */
  private static String ofOwner(TableState state, String table) {
    return switch (state.kind()) {
      case RAW -> LakeTables.raw(table);
      case DELETED -> DeletedRows.of(table);
      case TYPED, MODEL, DEAD -> table;
    };
  }

  private boolean has(String name) {
    return spec.table(name).isPresent() || spec.model(name).isPresent();
  }

  private List<TableState> left(Manifest base) {
    return base.tables().stream()
        .filter(state -> state.isPublished() && !has(state.table()))
        .toList();
  }
}
