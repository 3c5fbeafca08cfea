// SPDX-License-Identifier: Apache-2.0
package dev.sluice.history;

import dev.sluice.stats.TableStats;
import dev.sluice.stats.stored.TotalStats;
import dev.sluice.table.TableState;
import dev.sluice.table.TableState.Data;
import dev.sluice.table.TableState.StoredFiles;
import dev.sluice.table.iceberg.SnapshotFiles;
import dev.sluice.table.iceberg.TablePointer;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Inputs.Kind;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.log.ManifestStore.Committed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The accepted runs before a state, newest first: those on which it builds, so that no rejected run
 * is one of them. Each is read once, and no more of them than are asked for.
 */
public final class Past {
  /** For one state of a table that differs, so many runs are looked at. */
  private static final int RUNS_PER_STATE = 10;

  private final String root;
  private final List<Manifest> runs = new ArrayList<>();
  private final Map<Long, Optional<Manifest>> others = new HashMap<>();
  private final Map<List<Object>, PastState> states = new HashMap<>();
  private final Map<TablePointer, Optional<TableStats>> stats = new HashMap<>();
  private long next;

  private Past(String root, long newest) {
    this.root = root;
    this.next = newest;
  }

  /**
   * The runs up to one.
   *
   * @param newest its number; 0 for none
   */
  public static Past upTo(String root, long newest) {
    return new Past(root, newest);
  }

  /** The accepted runs up to another one, be it one of these or not. */
  Past from(long newest) {
    return upTo(root, newest);
  }

  /** A run by its place, which is counted from 0; empty behind the oldest that is kept. */
  public Optional<Manifest> at(int place) {
    while (runs.size() <= place && next > 0) {
      Optional<Manifest> older = ManifestStore.at(root, next).map(Committed::manifest);
      next = older.map(run -> run.run().inputs().base()).orElse(0L);
      older.filter(run -> run.run().inputs().kind() != Kind.COMPACT).ifPresent(runs::add);
    }
    return place < runs.size() ? Optional.of(runs.get(place)) : Optional.empty();
  }

  /** The newest runs, at most so many. */
  public List<Manifest> runs(int most) {
    Optional<Manifest> unused = at(Math.max(0, most - 1));
    return List.copyOf(runs.subList(0, Math.min(most, runs.size())));
  }

  /** A run by its number, be it accepted or not; empty when there is none. */
  public Optional<Manifest> numbered(long number) {
    return others.computeIfAbsent(
        number,
        n ->
            n < 1
                ? Optional.empty()
                : runs.stream()
                    .filter(run -> run.number() == n)
                    .findFirst()
                    .or(() -> ManifestStore.at(root, n).map(Committed::manifest)));
  }

  /** An accepted run by its id: looks back until it is found. */
  Optional<Manifest> named(String id) {
    for (int place = 0; ; place++) {
      Optional<Manifest> run = at(place);
      if (run.isEmpty() || run.get().run().id().equals(id)) {
        return run;
      }
    }
  }

  /**
   * What runs left of a table that changed it, newest first; a state that several runs had is that
   * of the first of them.
   *
   * @param now the state that is compared, which is none of them
   * @param most so many at most
   * @param isMeant which of them are; the others do not count
   */
  public List<PastState> states(TableState now, int most, Predicate<PastState> isMeant) {
    List<PastState> found = new ArrayList<>();
    PastState open = null;
    for (int place = 0; place < most * RUNS_PER_STATE && found.size() < most; place++) {
      Optional<Manifest> run = at(place);
      Optional<TableState> state = run.flatMap(each -> each.table(now.table()));
      boolean isSame = open != null && state.filter(isSame(open.state())).isPresent();
      if (open != null && !isSame && isMeant.test(open)) {
        found.add(open);
      }
      if (run.isEmpty()) {
        return found;
      }
      open = state.filter(isSame(now).negate()).map(its -> state(run.get(), its)).orElse(null);
    }
    return found;
  }

  /** Whoever asks again gets the same, with statistics that were read. */
  public PastState state(Manifest run, TableState state) {
    return states.computeIfAbsent(
        List.of(run.number(), state.table()), unused -> new PastState(run, state, this::stats));
  }

  /** What several runs left is read once. */
  private Optional<TableStats> stats(TableState state) {
    TablePointer pointer = pointer(state.data());
    if (pointer == null) {
      return TotalStats.of(state);
    }
    return stats.computeIfAbsent(
        pointer,
        unused -> state.data().isEmpty() ? Optional.of(TableStats.NONE) : TotalStats.of(state));
  }

  private static Predicate<TableState> isSame(TableState other) {
    TablePointer own = pointer(other.data());
    return state -> own != null && own.equals(pointer(state.data()));
  }

  /** Where a commit says what the table consists of; null where none does. */
  private static @Nullable TablePointer pointer(Data data) {
    boolean isStored = !data.isReplaced() && data.put().isEmpty() && data.removed().isEmpty();
    StoredFiles base = data.base();
    return isStored && base instanceof SnapshotFiles files ? files.state().pointer() : null;
  }
}
