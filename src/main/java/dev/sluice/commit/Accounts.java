// SPDX-License-Identifier: Apache-2.0
package dev.sluice.commit;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.fact.Fact.Tally;
import dev.sluice.intake.Intake;
import dev.sluice.schema.TableSchema;
import dev.sluice.schema.spelling.ColumnsText;
import dev.sluice.spec.policy.DeadLetterSpec.Payload;
import dev.sluice.spec.table.LoadSpec;
import dev.sluice.spec.table.LoadSpec.Disposition;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.DataFile;
import dev.sluice.table.LakeTables;
import dev.sluice.table.RowCounts;
import dev.sluice.table.TableState;
import dev.sluice.table.TableState.Data;
import dev.sluice.table.TableState.Kind;
import dev.sluice.table.key.DeletedRows;
import dev.sluice.table.notes.Cursor;
import dev.sluice.table.notes.SourceFile;
import dev.sluice.table.notes.Taken;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The state of every table after a run, with its rows accounted for from independent counts: what
 * the readers saw, what the footers of landed files say, and what the dead letters hold.
 */
final class Accounts {
  private static final TableSchema UNKNOWN = new TableSchema(List.of());

  private final Commit.Draft draft;
  private final FactTotals ledger;

  Accounts(Commit.Draft draft, FactTotals ledger) {
    this.draft = draft;
    this.ledger = ledger;
  }

  List<TableState> tables() {
    List<TableState> tables = new ArrayList<>();
    List<TableSpec> looked =
        draft.spec().tables().stream().filter(t -> draft.intake(t.name()).isSelected()).toList();
    looked.forEach(table -> tables.add(raw(table)));
    looked.forEach(
        table -> tables.add(evolved(defined(typed(table), DefinitionDigest.parts(table)), table)));
    looked.forEach(table -> deleted(table).ifPresent(tables::add));
    draft.spec().models().stream()
        .filter(model -> draft.intake(model.name()).isSelected())
        .forEach(model -> tables.add(defined(model(model), DefinitionDigest.parts(model))));
    tables.addAll(UnselectedTables.of(draft));
    tables.add(deadLetters());
    TableState replayed = replayed();
    if (!replayed.data().isEmpty()) {
      tables.add(replayed);
    }
    if (draft.spec().keepsCheckRows() || draft.before(LakeTables.CHECK_ROWS).isPresent()) {
      tables.add(checkRows());
    }
    draft.left().forEach(table -> tables.add(table.left()));
    // Earlier runs may have noted what is personal only since.
    return tables.stream().map(draft.run().concealment()::of).toList();
  }

  /** So that the next plan can tell what changed in the spec. */
  private static TableState defined(TableState state, Map<String, String> parts) {
    return state.withTaken(state.taken().defined(parts));
  }

  /** So that the next run has the columns too that a source brought. */
  private static TableState evolved(TableState state, TableSpec table) {
    List<String> lines = ColumnsText.of(table.evolved());
    return lines.isEmpty() ? state : state.withTaken(state.taken().evolving(lines));
  }

  private TableState raw(TableSpec table) {
    String name = LakeTables.raw(table.name());
    long fresh = ledger.liveRows(name);
    long dead = deadBeforeRaw(table);
    long filtered = ledger.tally(table.name(), Tally.FILTERED);
    long read = records(table);
    require(
        name,
        "records read",
        read,
        "rows landed, dead before and outside the cursor's bounds",
        fresh + dead + filtered);
    RowCounts counts = new RowCounts(read, fresh, dead, 0, filtered, fresh + priorRows(name));
    return state(name, Kind.RAW, UNKNOWN, counts, added(name))
        .withTaken(new SourcesTaken(draft, ledger, table).now());
  }

  /** Records of which there is no raw row: malformed ones, and those that are not to be kept. */
  private long deadBeforeRaw(TableSpec table) {
    boolean isKept = draft.spec().deadLetters().payload() == Payload.KEEP;
    return ledger.tally(table.name(), isKept ? Tally.MALFORMED : Tally.DEAD);
  }

  private TableState typed(TableSpec table) {
    String name = table.name();
    Intake intake = draft.intake(name);
    if (intake.isKept()) {
      return kept(name, Kind.TYPED, table.schema());
    }
    long raw = ledger.liveRows(LakeTables.raw(name));
    long dead = ledger.tally(name, Tally.DEAD);
    long valid = ledger.tally(name, Tally.VALID);
    require(name, "raw rows", raw, "rows valid and dead", valid + dead - deadBeforeRaw(table));
    Disposition disposition = intake.loadOf(table).disposition();
    boolean isMerged = disposition == Disposition.MERGE;
    boolean isAppended = disposition == Disposition.APPEND;
    Data data = isMerged ? merged(name) : isAppended ? appended(name, intake) : replaced(name);
    long live = ledger.liveRows(name);
    long published = isMerged ? ledger.tally(name, Tally.PUBLISHED) : isAppended ? valid : live;
    RowCounts counts =
        new RowCounts(
            records(table),
            published,
            dead,
            ledger.tally(name, Tally.DEDUPLICATED),
            ledger.tally(name, Tally.FILTERED),
            data.rows());
    return state(name, Kind.TYPED, table.schema(), counts, data);
  }

  /**
   * The rows by which keys were deleted; a table that does not merge leaves those that are there.
   */
  private Optional<TableState> deleted(TableSpec table) {
    String name = DeletedRows.of(table.name());
    Intake intake = draft.intake(table.name());
    LoadSpec load = intake.loadOf(table);
    if (intake.isKept() || load.disposition() == Disposition.APPEND) {
      return draft
          .before(name)
          .map(b -> kept(name, Kind.DELETED, table.schema()).withTaken(b.taken()));
    }
    if (load.deleteWhen() == null) {
      return Optional.empty();
    }
    long rows = ledger.tally(table.name(), Tally.DELETED);
    Data data = load.disposition() == Disposition.MERGE ? merged(name) : replaced(name);
    RowCounts counts = new RowCounts(rows, rows, 0, 0, 0, data.rows());
    Taken taken = new Taken(DeletedRows.digest(load.deleteWhen()), List.of(), Cursor.NONE);
    return Optional.of(state(name, Kind.DELETED, table.schema(), counts, data).withTaken(taken));
  }

  /** What was there, but for files of which rows went: those were written anew. */
  private Data appended(String name, Intake intake) {
    List<DataFile> touched = draft.touched(name, intake);
    require(
        name,
        "rows in files that were written anew",
        rows(touched),
        "rows that stay in them or went",
        ledger.liveRows(name)
            - ledger.tally(name, Tally.VALID)
            + ledger.tally(name, Tally.REPLACED));
    return draft.data(name).with(touched, ledger.live(name));
  }

  /** What was there, but for the files whose rows were written anew. */
  private Data merged(String name) {
    return draft.data(name).with(ledger.gone(name), ledger.live(name));
  }

  private Data replaced(String name) {
    return draft.data(name).replacedBy(ledger.live(name));
  }

  private Data added(String name) {
    return draft.data(name).with(List.of(), ledger.live(name));
  }

  /** A table or model that this run left alone. */
  private TableState kept(String name, Kind kind, TableSchema schema) {
    RowCounts counts = new RowCounts(0, 0, 0, 0, 0, priorRows(name));
    return state(name, kind, schema, counts, draft.data(name).with(List.of(), List.of()));
  }

  private TableState model(ModelSpec model) {
    String name = model.name();
    Taken taken =
        new Taken(DefinitionDigest.by(model), List.of(), Cursor.NONE)
            .computing(ledger.computed(name));
    if (draft.intake(name).isKept()) {
      return kept(name, Kind.MODEL, model.output()).withTaken(taken);
    }
    long live = ledger.liveRows(name);
    RowCounts counts =
        new RowCounts(
            ledger.tally(name, Tally.SEEN),
            live,
            ledger.tally(name, Tally.DEAD),
            0,
            ledger.tally(name, Tally.FILTERED),
            live);
    return state(name, Kind.MODEL, model.output(), counts, replaced(name)).withTaken(taken);
  }

  private TableState deadLetters() {
    String name = LakeTables.DEAD_LETTERS;
    long fresh = ledger.liveRows(name);
    long dead = 0;
    for (TableSpec table : draft.spec().tables()) {
      dead += ledger.tally(table.name(), Tally.DEAD);
    }
    for (ModelSpec model : draft.spec().models()) {
      dead += ledger.tally(model.name(), Tally.DEAD);
    }
    require(name, "rows dead", dead, "letters landed", fresh);
    RowCounts counts = new RowCounts(fresh, fresh, 0, 0, 0, fresh + priorRows(name));
    return state(name, Kind.DEAD, UNKNOWN, counts, added(name));
  }

  /** Which letters were replayed, by this run and earlier ones. */
  private TableState replayed() {
    String name = LakeTables.REPLAYS;
    long fresh = ledger.liveRows(name);
    RowCounts counts = new RowCounts(fresh, fresh, 0, 0, 0, fresh + priorRows(name));
    return state(name, Kind.DEAD, UNKNOWN, counts, added(name));
  }

  /** The rows against checks as this run found them; those of earlier runs go. */
  private TableState checkRows() {
    String name = LakeTables.CHECK_ROWS;
    long rows = ledger.liveRows(name);
    return state(
        name, Kind.DEAD, UNKNOWN, new RowCounts(rows, rows, 0, 0, 0, rows), replaced(name));
  }

  private static TableState state(
      String name, Kind kind, TableSchema schema, RowCounts counts, Data data) {
    return TableState.of(name, kind, schema, counts, data);
  }

  private long priorRows(String name) {
    return draft.data(name).rows();
  }

  private static long rows(List<DataFile> files) {
    return files.stream().mapToLong(DataFile::rows).sum();
  }

  private long records(TableSpec table) {
    return ledger.sources(table.name()).stream().mapToLong(SourceFile::records).sum();
  }

  private static void require(String table, String what, long left, String other, long right) {
    if (left != right) {
      throw new PipelineException(
          ErrorCode.ACCOUNTING,
          "Rows of %s do not add up: %d %s, but %d %s. Nothing was committed."
              .formatted(table, left, what, right, other));
    }
  }
}
