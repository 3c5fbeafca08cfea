// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.iceberg;

import dev.sluice.schema.TableSchema;
import dev.sluice.table.DataFile;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a commit does to one table, as a whole.
 *
 * @param columns those that the table has from now on; without any, it has all that its files have
 * @param keeps which of the files that are live stay
 * @param removed the paths of files that are live and do not stay; none with {@link Keeps#NOTHING}
 * @param added files that become live
 * @param described what the values are then; null where nobody knows
 */
public record TableChange(
    TableSchema columns,
    Keeps keeps,
    Set<String> removed,
    List<DataFile> added,
    @Nullable Described described) {
  /** What becomes of the files that are live. */
  public enum Keeps {
    /** Those that are not removed by name stay. */
    REST,
    /** No file stays. */
    NOTHING
  }

  /**
   * What is known of the values of a table.
   *
   * @param sketches of its columns
   * @param all what is known of all rows, for whoever wrote it; null where nothing is
   * @param came what is known of the rows that came with the change, in the same form; null where
   *     nothing is, or all rows came
   */
  public record Described(
      List<Sketch> sketches, @Nullable ByteBuffer all, @Nullable ByteBuffer came) {
    public Described {
      sketches = List.copyOf(sketches);
    }
  }

  /**
   * A theta sketch of a column's values.
   *
   * @param different how many different values it estimates
   */
  public record Sketch(String column, ByteBuffer theta, long different) {}

  public TableChange {
    removed = Set.copyOf(removed);
    added = List.copyOf(added);
  }

  /** The same, with what is known of the values. */
  public TableChange describedBy(@Nullable Described known) {
    return new TableChange(columns, keeps, removed, added, known);
  }

  /** Adds files. */
  public static TableChange append(TableSchema columns, List<DataFile> added) {
    return new TableChange(columns, Keeps.REST, Set.of(), added, null);
  }

  /** Puts files in the place of others. */
  public static TableChange rewrite(
      TableSchema columns, Set<String> removed, List<DataFile> added) {
    return new TableChange(columns, Keeps.REST, removed, added, null);
  }

  /** Puts files in the place of all, however many those are. */
  public static TableChange replace(TableSchema columns, List<DataFile> added) {
    return new TableChange(columns, Keeps.NOTHING, Set.of(), added, null);
  }
}
