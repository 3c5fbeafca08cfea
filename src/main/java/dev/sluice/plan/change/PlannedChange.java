// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan.change;

import dev.sluice.schema.change.ColumnChange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would become of one table or model.
 *
 * @param kind {@code table} or {@code model}
 * @param earlierName under which the last run knew it; empty when it is the same
 * @param parts what the spec says otherwise than before, each in a few words
 * @param columns those that come, go or change
 * @param files what its source holds; null for a model
 * @param rows that the table has by the last run; for a model that is computed anew, and for a
 *     table that is read anew, as many are made again
 * @param why it is computed or read anew, or what holds a run up; empty when nothing is to say
 */
public record PlannedChange(
    String name,
    String kind,
    State state,
    String earlierName,
    List<String> parts,
    List<ColumnChange> columns,
    @Nullable FileCounts files,
    long rows,
    String why) {
  public PlannedChange {
    parts = List.copyOf(parts);
    columns = List.copyOf(columns);
  }

  /** In a word. */
  public enum State {
    NEW,
    CHANGES,
    STAYS,
    /** It is not in the spec any more, and production keeps it. */
    LEFT,
    /** It leaves production. */
    REMOVED
  }

  /** Whether a run would leave it as it is. */
  public boolean stays() {
    return state == State.STAYS && parts.isEmpty() && columns.isEmpty() && earlierName.isEmpty();
  }

  /**
   * The files of a source.
   *
   * @param fresh that were never taken in
   * @param changed since they were taken in
   * @param again that did not change and are read again
   * @param gone that are no longer there
   * @param bytes of those that are read
   * @param behind of topics: what of each partition no run took in, which is no file
   */
  public record FileCounts(
      int fresh, int changed, int again, int gone, long bytes, List<Behind> behind) {
    public FileCounts {
      behind = List.copyOf(behind);
    }

    /** Whether something is read. */
    public boolean isRead() {
      return fresh + changed + again > 0;
    }
  }

  /**
   * What of a partition, or of an inbox, is to be read.
   *
   * @param partition its topic and number; {@link #INBOX} of an inbox
   * @param from the offset behind the last message that is taken in
   * @param to the offset behind the last one that is there
   */
  public record Behind(String partition, long from, long to) {
    /** What is in an inbox: it is in one part, and each of its offsets has a message. */
    public static final String INBOX = "inbox";

    /** Whether it is an inbox, which has no partitions. */
    public boolean isInbox() {
      return partition.equals(INBOX);
    }

    /** How many offsets that are. */
    public long offsets() {
      return to - from;
    }
  }
}
