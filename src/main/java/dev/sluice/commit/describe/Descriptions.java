// SPDX-License-Identifier: Apache-2.0
package dev.sluice.commit.describe;

import dev.sluice.spec.history.Rows;
import dev.sluice.stats.TableStats;
import dev.sluice.stats.stored.NewRows;
import dev.sluice.stats.stored.TotalStats;
import dev.sluice.store.object.ObjectStore;
import dev.sluice.table.TableState;
import dev.sluice.table.iceberg.TableChange.Described;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a commit says of the values of tables. Each is found out once, where somebody asks. */
public final class Descriptions {
  private final String root;
  private final Map<String, String> sums;
  private final Function<String, Set<String>> sources;
  private final Map<String, Optional<TableStats>> written = new HashMap<>();
  private final Map<String, Optional<TableStats>> all = new HashMap<>();
  private final Map<String, Optional<TableStats>> came = new HashMap<>();

  private Descriptions(
      String root, Map<String, String> sums, Function<String, Set<String>> sources) {
    this.root = root;
    this.sums = sums;
    this.sources = sources;
  }

  /**
   * Those of a run.
   *
   * @param sums where the sums over new files are, by table
   * @param sources the source files that the run read of a table
   */
  public static Descriptions of(
      String root, Map<String, String> sums, Function<String, Set<String>> sources) {
    return new Descriptions(root, sums, sources);
  }

  /** A table as the run leaves it, or what came of it; empty where its values are not known. */
  public Optional<TableStats> of(TableState table, Rows rows) {
    return rows == Rows.ALL
        ? all.computeIfAbsent(table.table(), name -> all(table))
        : came.computeIfAbsent(table.table(), name -> came(table));
  }

  private Optional<TableStats> all(TableState table) {
    if (table.data().isEmpty()) {
      return Optional.of(TableStats.NONE);
    }
    return isSame(table.data())
        ? TotalStats.of(table)
        : TotalStats.after(root, table, written(table.table()));
  }

  private Optional<TableStats> came(TableState table) {
    String name = table.table();
    return NewRows.of(root, table, () -> of(table, Rows.ALL), written(name), sources.apply(name));
  }

  private @Nullable TableStats written(String table) {
    return written
        .computeIfAbsent(table, name -> Optional.ofNullable(read(root, sums.get(name))))
        .orElse(null);
  }

  private static boolean isSame(TableState.Data data) {
    return !data.isReplaced() && data.removed().isEmpty() && data.put().isEmpty();
  }

  /** Those of the tables that readers see and of which the run changed files. */
  public Map<String, Described> changed(List<TableState> tables) {
    Map<String, Described> changed = new HashMap<>();
    for (TableState table : tables) {
      if (table.isPublished() && !isSame(table.data()) && !table.data().isEmpty()) {
        Optional<TableStats> stats = of(table, Rows.ALL);
        TableStats some = some(table).orElse(null);
        if (stats.isPresent() || some != null) {
          changed.put(table.table(), TotalStats.described(stats, some));
        }
      }
    }
    return changed;
  }

  /** What came, where earlier rows are there too. */
  private Optional<TableStats> some(TableState table) {
    return of(table, Rows.NEW)
        .filter(known -> known.rows() > 0 && known.rows() < table.data().rows());
  }

  private static @Nullable TableStats read(String root, @Nullable String path) {
    if (path == null) {
      return null;
    }
    try (InputStream in = ObjectStore.of(root).open(path)) {
      return TableStats.of(in.readAllBytes());
    } catch (IOException e) {
      return null; // what is beside each file is read instead
    }
  }
}
