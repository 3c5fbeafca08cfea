// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.stored;

import dev.sluice.error.PipelineException;
import dev.sluice.stats.ColumnStats;
import dev.sluice.stats.TableStats;
import dev.sluice.stats.sketch.Distinct;
import dev.sluice.stats.stored.SumTree.Keeping;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState;
import dev.sluice.table.TableState.Data;
import dev.sluice.table.iceberg.SnapshotFiles;
import dev.sluice.table.iceberg.TableChange.Described;
import dev.sluice.table.iceberg.TableChange.Sketch;
import dev.sluice.table.iceberg.TablePointer;
import dev.sluice.table.iceberg.TableSnapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The statistics of all rows of a table, which its state keeps. */
public final class TotalStats {
  private TotalStats() {}

  /**
   * What a commit says of a table; empty where it has no statistics: an earlier release wrote some
   * of its files, or what was known was lost.
   */
  public static Optional<TableStats> of(TableState state) {
    return stored(state)
        .flatMap(TotalStats::of)
        .filter(known -> known.rows() == state.data().rows());
  }

  /** What a commit says of the rows that came with it, if it is of so many. */
  static Optional<TableStats> came(TableState state, long rows) {
    return stored(state)
        .flatMap(files -> read(files, TableSnapshot::came))
        .filter(known -> known.rows() == rows);
  }

  private static Optional<SnapshotFiles> stored(TableState state) {
    Data data = state.data();
    boolean isStored = data.put().isEmpty() && data.removed().isEmpty() && !data.isReplaced();
    return isStored && data.base() instanceof SnapshotFiles files
        ? Optional.of(files)
        : Optional.empty();
  }

  private static Optional<TableStats> of(SnapshotFiles files) {
    return read(files, TableSnapshot::described);
  }

  /** Reads one of the things that a state says. */
  private interface Reading {
    byte @Nullable [] of(TableSnapshot snapshot) throws IOException;
  }

  private static Optional<TableStats> read(SnapshotFiles files, Reading reading) {
    if (files.state().pointer().equals(TablePointer.NONE)) {
      return Optional.empty();
    }
    try {
      byte[] bytes = reading.of(files.snapshot());
      return bytes == null ? Optional.empty() : Optional.of(TableStats.of(bytes));
    } catch (IOException | PipelineException e) {
      return Optional.empty(); // statistics are no data: without them everything goes on
    }
  }

  /**
   * What is to be said of a table after a run. Where no file left, what was known and what came are
   * added up; else the statistics of all live files are, of which few are read when few left. What
   * makes that so is kept in the lake.
   *
   * @param came the statistics of the files that the run wrote; null where they are not known
   */
  public static Optional<TableStats> after(
      String root, TableState state, @Nullable TableStats came) {
    return after(root, state, came, Keeping.KEPT);
  }

  /** The same for somebody who only looks. */
  public static Optional<TableStats> seen(String root, TableState state, TableStats came) {
    return after(root, state, came, Keeping.NOT_KEPT);
  }

  /**
   * Of a table's files, whatever a commit said; what is made for that is kept for who asks next.
   */
  public static Optional<TableStats> ofFiles(String root, TableState state) {
    return live(root, state, Keeping.KEPT);
  }

  private static Optional<TableStats> after(
      String root, TableState state, @Nullable TableStats came, Keeping keeping) {
    Data data = state.data();
    long fresh = data.put().stream().mapToLong(DataFile::rows).sum();
    if (came == null || came.rows() != fresh) {
      return live(root, state, keeping);
    }
    if (data.isReplaced() || data.base() == null) {
      return Optional.of(came);
    }
    if (data.removed().isEmpty() && data.base() instanceof SnapshotFiles files) {
      Optional<TableStats> sum =
          files.rows() == 0 ? Optional.of(came) : of(files).map(known -> known.plus(came));
      if (sum.isPresent() && sum.get().rows() == data.rows()) {
        return sum;
      }
    }
    return live(root, state, keeping);
  }

  private static Optional<TableStats> live(String root, TableState state, Keeping keeping) {
    return SumTree.sum(root, state.table(), state.data().where(file -> true), keeping);
  }

  /** The same in the form in which a table's state keeps it, for other engines too. */
  public static Described described(TableStats stats) {
    return new Described(sketches(stats), ByteBuffer.wrap(stats.bytes()), null);
  }

  /**
   * The same with what came.
   *
   * @param stats of all rows; empty where they are not known
   * @param came of those that came with the run; null where nobody can tell, or all did
   */
  public static Described described(Optional<TableStats> stats, @Nullable TableStats came) {
    return new Described(
        stats.map(TotalStats::sketches).orElse(List.of()),
        stats.map(TableStats::bytes).map(ByteBuffer::wrap).orElse(null),
        came == null ? null : ByteBuffer.wrap(came.bytes()));
  }

  private static List<Sketch> sketches(TableStats stats) {
    List<Sketch> sketches = new ArrayList<>();
    for (Map.Entry<String, ColumnStats> each : stats.columns().entrySet()) {
      Distinct distinct = each.getValue().sketches().distinct();
      if (distinct.isKnown()) {
        sketches.add(
            new Sketch(
                each.getKey(), ByteBuffer.wrap(distinct.bytes()), Math.round(distinct.estimate())));
      }
    }
    return sketches;
  }
}
