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
    Data data = state.data();
    boolean isStored = data.put().isEmpty() && data.removed().isEmpty() && !data.isReplaced();
    if (!isStored || !(data.base() instanceof SnapshotFiles files)) {
      return Optional.empty();
    }
    return of(files).filter(known -> known.rows() == data.rows());
  }

  private static Optional<TableStats> of(SnapshotFiles files) {
    if (files.state().pointer().equals(TablePointer.NONE)) {
      return Optional.empty();
    }
    try {
      byte[] bytes = files.snapshot().described();
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
    List<Sketch> sketches = new ArrayList<>();
    for (Map.Entry<String, ColumnStats> each : stats.columns().entrySet()) {
      Distinct distinct = each.getValue().sketches().distinct();
      if (distinct.isKnown()) {
        sketches.add(
            new Sketch(
                each.getKey(), ByteBuffer.wrap(distinct.bytes()), Math.round(distinct.estimate())));
      }
    }
    return new Described(sketches, ByteBuffer.wrap(stats.bytes()));
  }
}
