// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.iceberg;

import dev.sluice.schema.iceberg.SchemaEvolution.Evolved;
import java.io.Serializable;
import java.util.List;

/**
 * What a commit does to one table, as a whole.
 *
 * @param evolved the schema from now on, as {@link Tables#evolved} told it
 * @param keeps which of the files that are live stay
 * @param removed files that are live and do not stay; none with {@link Keeps#NOTHING}
 * @param added files that become live
 */
public record TableChange(
    Evolved evolved, Keeps keeps, List<TableFile> removed, List<TableFile> added)
    implements Serializable {
  /** What becomes of the files that are live. */
  public enum Keeps {
    /** Those that are not removed by name stay. */
    REST,
    /** No file stays. */
    NOTHING
  }

  public TableChange {
    removed = List.copyOf(removed);
    added = List.copyOf(added);
  }

  /** Adds files. */
  public static TableChange append(Evolved evolved, List<TableFile> added) {
    return new TableChange(evolved, Keeps.REST, List.of(), added);
  }

  /** Puts files in the place of others. */
  public static TableChange rewrite(
      Evolved evolved, List<TableFile> removed, List<TableFile> added) {
    return new TableChange(evolved, Keeps.REST, removed, added);
  }

  /** Puts files in the place of all, however many those are. */
  public static TableChange replace(Evolved evolved, List<TableFile> added) {
    return new TableChange(evolved, Keeps.NOTHING, List.of(), added);
  }
}
