// SPDX-License-Identifier: Apache-2.0
package dev.sluice.look.table;

import dev.sluice.bind.KnownTables;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.history.told.HistoryTable;
import dev.sluice.look.moment.Moment;
import dev.sluice.look.moment.Moments;
import dev.sluice.promote.release.Releases;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.table.LakeTables;
import dev.sluice.table.RowCounts;
import dev.sluice.table.TableState;
import dev.sluice.table.TableState.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tables that a statement may name: those of a state, and by their schemas {@code raw} what
 * sources said, {@code dead_letters} the dead letters of one table, {@code production} what
 * production shows, {@code sluice} what runs told. So are {@code dead_letters} and, where checks
 * keep rows, {@code check_rows}. Nothing is read of those that it does not name.
 */
public final class TableCatalog implements KnownTables {
  private static final String RAW = "raw";
  private static final String DEAD = LakeTables.DEAD_LETTERS;
  private static final String PRODUCTION = "production";

  private final PipelineSpec spec;
  private final Optional<Moment> moment;
  private final Masks masks;

  /**
   * The tables of a state.
   *
   * @param moment empty when there is no run yet
   */
  public TableCatalog(PipelineSpec spec, Optional<Moment> moment, Masks masks) {
    this.spec = spec;
    this.moment = moment;
    this.masks = masks;
  }

  /** The state; empty when there is no run yet. */
  public Optional<Moment> moment() {
    return moment;
  }

  /**
   * The state.
   *
   * @throws PipelineException UNKNOWN_NAME when there is no run yet
   */
  public Moment require() {
    return moment.orElseThrow(
        () ->
            new PipelineException(
                ErrorCode.UNKNOWN_NAME,
                "The lake %s holds no run yet, so no table. `sluice run` makes one."
                    .formatted(spec.lake())));
  }

  /** The tables and models of the state, those too that left the spec, in its order. */
  public List<TableState> tables() {
    return moment.map(m -> m.manifest().published()).orElse(List.of());
  }

  @Override
  public List<String> names() {
    List<String> names = new ArrayList<>(tables().stream().map(TableState::table).toList());
    if (!isProduction()) {
      names.addAll(stateNames(Kind.RAW).map(n -> RAW + "." + LakeTables.ofRaw(n)).toList());
      if (moment.isPresent()) {
        names.add(DEAD);
        state(LakeTables.CHECK_ROWS, Kind.DEAD).ifPresent(rows -> names.add(rows.table()));
        names.addAll(HistoryTable.names());
      }
    }
    return names;
  }

  /** Whether statements may ask what runs told: not where they are to see production alone. */
  public boolean hasHistory() {
    return moment.isPresent() && !isProduction();
  }

  private boolean isProduction() {
    return moment.map(Moment::isProduction).orElse(false);
  }

  private Stream<String> stateNames(Kind kind) {
    return moment.stream()
        .flatMap(m -> m.manifest().tables().stream())
        .filter(state -> state.kind() == kind)
        .map(TableState::table);
  }

  /**
   * A table by the name that a statement has for it; letter case does not matter.
   *
   * @param name with its schema where it has one
   */
  public Optional<LookedTable> find(String name) {
    int dot = name.indexOf('.');
    String table = name.substring(dot + 1);
    return switch (dot < 0 ? "" : name.substring(0, dot).toLowerCase(Locale.ROOT)) {
      case "" -> own(table);
      case RAW -> isProduction() ? Optional.empty() : looked(name, raw(table));
      case DEAD -> lettersOf(name, table);
      case PRODUCTION -> production(name, table);
      default -> Optional.empty();
    };
  }

  private Optional<LookedTable> own(String table) {
    Optional<TableState> found = published(moment, table);
    if (found.isEmpty() && !isProduction()) {
      found =
          table.equalsIgnoreCase(DEAD)
              ? letters()
              : table.equalsIgnoreCase(LakeTables.CHECK_ROWS)
                  ? state(LakeTables.CHECK_ROWS, Kind.DEAD)
                  : LakeTables.isRaw(table) ? raw(LakeTables.ofRaw(table)) : found;
    }
    return looked(table, found);
  }

  private Optional<LookedTable> production(String name, String table) {
    Optional<Moment> released = Moments.of(spec.lake()).released();
    return published(released, table).map(state -> looked(name, state, released));
  }

  private Optional<LookedTable> looked(String name, Optional<TableState> state) {
    return state.map(found -> looked(name, found, moment));
  }

  private LookedTable looked(String name, TableState state, Optional<Moment> at) {
    return new LookedTable(name, LiveFiles.of(spec.lake(), state, at), masks);
  }

  /** The rows of a source as it said them. */
  private Optional<TableState> raw(String table) {
    return state(LakeTables.raw(table), Kind.RAW);
  }

  /** The table of all dead letters; without a file when there is none, in a state that has it. */
  public Optional<TableState> letters() {
    return state(DEAD, Kind.DEAD).or(() -> moment.map(m -> noLetters()));
  }

  private static TableState noLetters() {
    return TableState.of(
        DEAD,
        Kind.DEAD,
        new TableSchema(List.of()),
        RowCounts.ZERO,
        new TableState.Data(List.of(), List.of()));
  }

  private Optional<LookedTable> lettersOf(String name, String table) {
    boolean isKnown =
        Stream.concat(tables().stream().map(TableState::table), specNames())
            .anyMatch(table::equalsIgnoreCase);
    return isProduction() || !isKnown
        ? Optional.empty()
        : letters().map(found -> looked(name, found, moment).of(table));
  }

  private Stream<String> specNames() {
    return Stream.concat(
        spec.tables().stream().map(t -> t.name()), spec.models().stream().map(m -> m.name()));
  }

  private Optional<TableState> state(String table, Kind kind) {
    return moment.stream()
        .flatMap(m -> m.manifest().tables().stream())
        .filter(state -> state.kind() == kind && state.table().equalsIgnoreCase(table))
        .findFirst();
  }

  private static Optional<TableState> published(Optional<Moment> of, String table) {
    return of.stream()
        .flatMap(m -> m.manifest().published().stream())
        .filter(state -> state.table().equalsIgnoreCase(table))
        .findFirst();
  }

  @Override
  public @Nullable String whyAbsent(String name) {
    return new Absence(spec, moment, Releases.of(spec.lake()).newest()).why(name);
  }
}
