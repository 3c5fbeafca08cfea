// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lake;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.lake.Fact.Tally;
import dev.sluice.lake.TableState.Cursor;
import dev.sluice.lake.TableState.Kind;
import dev.sluice.lake.TableState.SourceFile;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.DeadLetterSpec.Payload;
import dev.sluice.spec.LoadSpec;
import dev.sluice.spec.LoadSpec.Disposition;
import dev.sluice.spec.ModelSpec;
import dev.sluice.spec.TableSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The state of every table after a run, with its rows accounted for from independent counts: what
 * the readers saw, what the footers of landed files say, and what the dead letters hold.
 */
final class Accounts {
  private static final TableSchema UNKNOWN = new TableSchema(List.of());

  private final Commit.Draft draft;
  private final Ledger ledger;

  Accounts(Commit.Draft draft, Ledger ledger) {
    this.draft = draft;
    this.ledger = ledger;
  }

  List<TableState> tables() {
    List<TableState> tables = new ArrayList<>();
    draft.spec().tables().forEach(table -> tables.add(raw(table)));
    draft.spec().tables().forEach(table -> tables.add(typed(table)));
    draft.spec().models().forEach(model -> tables.add(model(model)));
    tables.add(deadLetters());
    TableState replayed = replayed();
    if (!replayed.files().isEmpty()) {
      tables.add(replayed);
    }
    // Earlier runs may have noted what is personal only since.
    return tables.stream().map(draft.run().concealment()::of).toList();
  }

  private TableState raw(TableSpec table) {
    String name = "raw_" + table.name();
    Intake intake = draft.intake(table.name());
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
    List<SourceFile> sources = new ArrayList<>(intake.known());
    sources.addAll(ledger.sources(table.name()));
    sources.sort(Comparator.comparing(SourceFile::path));
    boolean isOrdinary = draft.request().inputs().kind() == Manifest.Inputs.Kind.RUN;
    return state(name, Kind.RAW, UNKNOWN, counts, true)
        .withSources(isOrdinary ? sources : before(name, TableState::sources, List.of()))
        .withCursor(cursor(table, before(name, TableState::cursor, Cursor.NONE)));
  }

  /** Records of which there is no raw row: malformed ones, and those that are not to be kept. */
  private long deadBeforeRaw(TableSpec table) {
    boolean isKept = draft.spec().deadLetters().payload() == Payload.KEEP;
    return ledger.tally(table.name(), isKept ? Tally.MALFORMED : Tally.DEAD);
  }

  private <T> T before(String name, Function<TableState, T> part, T absent) {
    return draft.before(name).map(part).orElse(absent);
  }

  /** How far the source was taken in: only an ordinary run moves it. */
  private Cursor cursor(TableSpec table, Cursor before) {
    String column = table.load().cursor();
    if (column == null || draft.request().inputs().kind() != Manifest.Inputs.Kind.RUN) {
      return before;
    }
    String type = table.schema().column(column).orElseThrow().type();
    List<String> reached = new ArrayList<>(ledger.reached(table.name()));
    boolean isRenewed = table.load().disposition() == Disposition.REPLACE;
    if (!isRenewed && before.column().equals(column) && !before.value().isEmpty()) {
      reached.add(before.value());
    }
    return new Cursor(column, reached.stream().max(CursorOrder.of(type)).orElse(""));
  }

  private TableState typed(TableSpec table) {
    String name = table.name();
    Intake intake = draft.intake(name);
    if (intake.isKept()) {
      long live = priorRows(name);
      return state(name, Kind.TYPED, table.schema(), new RowCounts(0, 0, 0, 0, 0, live), true);
    }
    long raw = ledger.liveRows("raw_" + name);
    long dead = ledger.tally(name, Tally.DEAD);
    long valid = ledger.tally(name, Tally.VALID);
    require(name, "raw rows", raw, "rows valid and dead", valid + dead - deadBeforeRaw(table));
    LoadSpec load = intake.loadOf(table);
    boolean isMerged = load.disposition() == Disposition.MERGE;
    boolean keepsPrior = load.disposition() == Disposition.APPEND;
    long published = isMerged ? ledger.tally(name, Tally.PUBLISHED) : ledger.liveRows(name);
    long live = ledger.liveRows(name) + (keepsPrior ? priorRows(name) : 0);
    RowCounts counts =
        new RowCounts(
            records(table),
            published,
            dead,
            ledger.tally(name, Tally.DEDUPLICATED),
            ledger.tally(name, Tally.FILTERED),
            live);
    return state(name, Kind.TYPED, table.schema(), counts, keepsPrior);
  }

  private TableState model(ModelSpec model) {
    String name = model.name();
    long live = ledger.liveRows(name);
    RowCounts counts =
        new RowCounts(
            ledger.tally(name, Tally.SEEN),
            live,
            ledger.tally(name, Tally.DEAD),
            0,
            ledger.tally(name, Tally.FILTERED),
            live);
    return state(name, Kind.MODEL, model.output(), counts, false);
  }

  private TableState deadLetters() {
    String name = Land.DEAD_LETTERS;
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
    return state(name, Kind.DEAD, UNKNOWN, counts, true);
  }

  /** Which letters were replayed, by this run and earlier ones. */
  private TableState replayed() {
    String name = Land.REPLAYS;
    long fresh = ledger.liveRows(name);
    RowCounts counts = new RowCounts(fresh, fresh, 0, 0, 0, fresh + priorRows(name));
    return state(name, Kind.DEAD, UNKNOWN, counts, true);
  }

  private TableState state(
      String name, Kind kind, TableSchema schema, RowCounts counts, boolean keepsPrior) {
    List<DataFile> files = new ArrayList<>();
    if (keepsPrior) {
      files.addAll(draft.prior(name));
    }
    Set<String> known = draft.prior(name).stream().map(DataFile::path).collect(Collectors.toSet());
    files.addAll(ledger.live(name));
    List<String> added =
        ledger.live(name).stream().map(DataFile::path).filter(p -> !known.contains(p)).toList();
    return TableState.of(name, kind, schema, counts, new TableState.Data(files, added));
  }

  private long priorRows(String name) {
    return draft.prior(name).stream().mapToLong(DataFile::rows).sum();
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
