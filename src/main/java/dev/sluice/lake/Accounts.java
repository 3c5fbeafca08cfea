// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lake;

import dev.sluice.batch.DeadLetters;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.lake.Fact.Tally;
import dev.sluice.lake.TableState.Kind;
import dev.sluice.lake.TableState.SourceFile;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.LoadSpec.Disposition;
import dev.sluice.spec.ModelSpec;
import dev.sluice.spec.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The state of every table after a run, with its rows accounted for from independent counts: what
 * the readers saw, what the footers of landed files say, and what the dead letters hold.
 */
final class Accounts {
  private static final TableSchema UNKNOWN = new TableSchema(List.of());

  /** The columns of dead letters that hold records, or parts of them. */
  private static final Set<String> RECORDS = Set.of(DeadLetters.PAYLOAD, DeadLetters.HEADER);

  private final Commit.Draft draft;
  private final Ledger ledger;

  Accounts(Commit.Draft draft, Ledger ledger) {
    this.draft = draft;
    this.ledger = ledger;
  }

  List<TableState> tables() {
    List<TableState> tables = new ArrayList<>();
    for (TableSpec table : draft.spec().tables()) {
      // A value may stand in a wrong column, or in one the contract does not know.
      tables.add(conceal(raw(table), column -> table.schema().hasPii()));
    }
    for (TableSpec table : draft.spec().tables()) {
      tables.add(conceal(typed(table), isPii(table.schema())));
    }
    for (ModelSpec model : draft.spec().models()) {
      tables.add(conceal(model(model), isPii(model.output())));
    }
    tables.add(conceal(deadLetters(), RECORDS::contains));
    return tables;
  }

  private static Predicate<String> isPii(TableSchema schema) {
    return name -> schema.column(name).map(Column::pii).orElse(false);
  }

  /** Leaves out what the manifest would say of the values of some columns. */
  private static TableState conceal(TableState state, Predicate<String> columns) {
    return new TableState(
        state.table(),
        state.kind(),
        state.schema(),
        state.counts(),
        state.files().stream().map(file -> file.concealing(columns)).toList(),
        state.added(),
        state.sources());
  }

  private TableState raw(TableSpec table) {
    String name = "raw_" + table.name();
    long fresh = ledger.liveRows(name);
    long malformed = ledger.tally(table.name(), Tally.MALFORMED);
    long read = records(table);
    require(name, "records read", read, "rows landed and malformed", fresh + malformed);
    RowCounts counts = new RowCounts(read, fresh, malformed, 0, 0, fresh + priorRows(name));
    return state(name, Kind.RAW, UNKNOWN, counts, true, ledger.sources(table.name()));
  }

  private TableState typed(TableSpec table) {
    String name = table.name();
    long raw = ledger.liveRows("raw_" + name);
    long dead = ledger.tally(name, Tally.DEAD);
    long malformed = ledger.tally(name, Tally.MALFORMED);
    long valid = ledger.tally(name, Tally.VALID);
    require(name, "raw rows", raw, "rows valid and dead", valid + dead - malformed);
    boolean isMerged = table.load().disposition() == Disposition.MERGE;
    boolean keepsPrior = table.load().disposition() == Disposition.APPEND;
    long published = isMerged ? ledger.tally(name, Tally.PUBLISHED) : ledger.liveRows(name);
    long live = ledger.liveRows(name) + (keepsPrior ? priorRows(name) : 0);
    RowCounts counts =
        new RowCounts(
            records(table), published, dead, ledger.tally(name, Tally.DEDUPLICATED), 0, live);
    return state(name, Kind.TYPED, table.schema(), counts, keepsPrior, List.of());
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
    return state(name, Kind.MODEL, model.output(), counts, false, List.of());
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
    return state(name, Kind.DEAD, UNKNOWN, counts, true, List.of());
  }

  private TableState state(
      String name,
      Kind kind,
      TableSchema schema,
      RowCounts counts,
      boolean keepsPrior,
      List<SourceFile> sources) {
    List<DataFile> files = new ArrayList<>();
    if (keepsPrior) {
      files.addAll(prior(name));
    }
    List<String> known = prior(name).stream().map(DataFile::path).toList();
    files.addAll(ledger.live(name));
    List<String> added =
        ledger.live(name).stream().map(DataFile::path).filter(p -> !known.contains(p)).toList();
    return new TableState(name, kind, schema, counts, files, added, sources);
  }

  private List<DataFile> prior(String name) {
    Manifest previous = draft.previous();
    return previous == null
        ? List.of()
        : previous.table(name).map(TableState::files).orElse(List.of());
  }

  private long priorRows(String name) {
    return prior(name).stream().mapToLong(DataFile::rows).sum();
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
