// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.table;

import dev.sluice.spec.rule.SqlText;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a run's rows meet the rows that are already there.
 *
 * @param key the columns that identify a row; required for merge, empty when none
 * @param latestBy the column whose greatest value wins among rows of one key; null means the row
 *     read last wins
 * @param cursor incremental: of a file that changed, only rows past the greatest value that was
 *     committed of it are read; null for none
 * @param lag how far before that value a changed file is read again, as the kernel spells it: a
 *     number, or an interval; null for not at all
 * @param changedFile what a file means that changed since it was taken in
 * @param deleteWhen the condition by which the newest version of a key takes the key out of the
 *     table; null means that none does
 */
public record LoadSpec(
    Disposition disposition,
    List<String> key,
    @Nullable String latestBy,
    @Nullable String cursor,
    @Nullable String lag,
    ChangedFile changedFile,
    @Nullable SqlText deleteWhen)
    implements Serializable {
  public LoadSpec {
    key = List.copyOf(key);
  }

  /** With what stands by default for the rest. */
  public LoadSpec(
      Disposition disposition,
      List<String> key,
      @Nullable String latestBy,
      @Nullable String cursor) {
    this(disposition, key, latestBy, cursor, null, ChangedFile.REPLACE, null);
  }

  /** The same otherwise. */
  public LoadSpec as(Disposition other) {
    return new LoadSpec(other, key, latestBy, cursor, lag, changedFile, deleteWhen);
  }

  /** The same with another condition, or none, by which keys are deleted. */
  public LoadSpec deletingWhen(@Nullable SqlText condition) {
    return new LoadSpec(disposition, key, latestBy, cursor, lag, changedFile, condition);
  }

  /** Spelled {@code load} in the spec. */
  public enum Disposition {
    /** Rows are added. */
    APPEND,
    /** The run's rows take the place of all earlier ones. */
    REPLACE,
    /** Rows replace earlier rows of the same key. */
    MERGE
  }

  /** Spelled {@code changed_file} in the spec. */
  public enum ChangedFile {
    /** Its present rows take the place of its earlier ones. */
    REPLACE,
    /** The run fails. */
    FAIL
  }
}
