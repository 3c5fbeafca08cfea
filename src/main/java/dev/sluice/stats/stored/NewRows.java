// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.stored;

import dev.sluice.stats.TableStats;
import dev.sluice.table.DataFile;
import dev.sluice.table.DataFile.Part;
import dev.sluice.table.TableState;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The statistics of the rows that came with a run. They are known where they are of exactly as many
 * rows as the run published: never of files that hold earlier rows too.
 */
public final class NewRows {
  private NewRows() {}

  /**
   * What a commit says of them; empty where it does not tell: an earlier release made it, or the
   * run merged.
   *
   * @param state as the run left it
   * @param all the statistics of all its rows
   */
  public static Optional<TableStats> of(TableState state, Supplier<Optional<TableStats>> all) {
    long rows = state.counts().published();
    return rows == 0
        ? Optional.of(TableStats.NONE)
        : rows == state.data().rows() ? all.get() : TotalStats.came(state, rows);
  }

  /**
   * Those of a run that is not committed yet. Where it wrote files with earlier rows anew, the
   * statistics of each of the others are read.
   *
   * @param all the statistics of all rows
   * @param written those of the files that the run wrote; null where they are not known
   * @param sources the source files that it read
   */
  public static Optional<TableStats> of(
      String root,
      TableState state,
      Supplier<Optional<TableStats>> all,
      @Nullable TableStats written,
      Set<String> sources) {
    long rows = state.counts().published();
    if (rows == 0) {
      return Optional.of(TableStats.NONE);
    }
    if (rows == state.data().rows()) {
      return all.get();
    }
    if (written != null && written.rows() == rows) {
      return Optional.of(written);
    }
    List<DataFile> read =
        state.data().put().stream()
            .filter(file -> file.parts().stream().map(Part::source).anyMatch(sources::contains))
            .toList();
    boolean areThose = read.stream().mapToLong(DataFile::rows).sum() == rows;
    return areThose ? FileStats.sum(root, read) : Optional.empty();
  }
}
