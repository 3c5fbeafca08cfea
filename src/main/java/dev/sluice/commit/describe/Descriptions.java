// SPDX-License-Identifier: Apache-2.0
package dev.sluice.commit.describe;

import dev.sluice.stats.TableStats;
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
import org.jspecify.annotations.Nullable;

/** What a commit says of the values of tables. Each is found out once, where somebody asks. */
public final class Descriptions {
  private final String root;
  private final Map<String, String> came;
  private final Map<String, Optional<TableStats>> known = new HashMap<>();

  private Descriptions(String root, Map<String, String> came) {
    this.root = root;
    this.came = came;
  }

  /**
   * Those of a run.
   *
   * @param came where the sums over new files are, by table
   */
  public static Descriptions of(String root, Map<String, String> came) {
    return new Descriptions(root, came);
  }

  /** A table as the run leaves it; empty where its values are not known. */
  public Optional<TableStats> of(TableState table) {
    return known.computeIfAbsent(table.table(), name -> read(table));
  }

  private Optional<TableStats> read(TableState table) {
    if (table.data().isEmpty()) {
      return Optional.of(TableStats.NONE);
    }
    return isSame(table.data())
        ? TotalStats.of(table)
        : TotalStats.after(root, table, read(root, came.get(table.table())));
  }

  private static boolean isSame(TableState.Data data) {
    return !data.isReplaced() && data.removed().isEmpty() && data.put().isEmpty();
  }

  /** Those of the tables that readers see and of which the run changed files. */
  public Map<String, Described> changed(List<TableState> tables) {
    Map<String, Described> all = new HashMap<>();
    for (TableState table : tables) {
      if (table.isPublished() && !isSame(table.data()) && !table.data().isEmpty()) {
        of(table).ifPresent(stats -> all.put(table.table(), TotalStats.described(stats)));
      }
    }
    return all;
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
