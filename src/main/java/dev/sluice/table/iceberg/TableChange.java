// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.iceberg;

import dev.sluice.schema.TableSchema;
import dev.sluice.table.DataFile;
import java.util.List;
import java.util.Set;

/**
 * What a commit does to one table, as a whole.
 *
 * @param columns those that the table has from now on; without any, it has all that its files have
 * @param keeps which of the files that are live stay
 * @param removed the paths of files that are live and do not stay; none with {@link Keeps#NOTHING}
 * @param added files that become live
 */
public record TableChange(
    TableSchema columns, Keeps keeps, Set<String> removed, List<DataFile> added) {
  /** What becomes of the files that are live. */
  public enum Keeps {
    /** Those that are not removed by name stay. */
    REST,
    /** No file stays. */
    NOTHING
  }

  public TableChange {
    removed = Set.copyOf(removed);
    added = List.copyOf(added);
  }

  /** Adds files. */
  public static TableChange append(TableSchema columns, List<DataFile> added) {
    return new TableChange(columns, Keeps.REST, Set.of(), added);
  }

  /** Puts files in the place of others. */
  public static TableChange rewrite(
      TableSchema columns, Set<String> removed, List<DataFile> added) {
    return new TableChange(columns, Keeps.REST, removed, added);
  }

  /** Puts files in the place of all, however many those are. */
  public static TableChange replace(TableSchema columns, List<DataFile> added) {
    return new TableChange(columns, Keeps.NOTHING, Set.of(), added);
  }
}
