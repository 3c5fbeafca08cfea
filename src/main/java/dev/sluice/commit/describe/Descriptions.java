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
import org.jspecify.annotations.Nullable;

/** What a commit says of the values of tables that it changes. */
public final class Descriptions {
  private Descriptions() {}

  /**
   * Those of the tables that readers see and of which a run changed files.
   *
   * @param came where the sums over new files are, by table
   */
  public static Map<String, Described> of(
      String root, List<TableState> tables, Map<String, String> came) {
    Map<String, Described> all = new HashMap<>();
    for (TableState table : tables) {
      TableState.Data data = table.data();
      boolean isSame = !data.isReplaced() && data.removed().isEmpty() && data.put().isEmpty();
      if (table.isPublished() && !isSame && !data.isEmpty()) {
        TotalStats.after(root, table, read(root, came.get(table.table())))
            .ifPresent(stats -> all.put(table.table(), TotalStats.described(stats)));
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
