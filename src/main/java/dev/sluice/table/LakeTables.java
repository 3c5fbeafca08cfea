// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table;

/** Names the tables that Sluice itself keeps in every lake. */
public final class LakeTables {
  /** The table that holds every dead letter of the pipeline. */
  public static final String DEAD_LETTERS = "dead_letters";

  /** The table that holds which letters were replayed by which run. */
  public static final String REPLAYS = "dead_letter_replays";

  /** The table that holds the rows against checks that keep them, as the newest run found them. */
  public static final String CHECK_ROWS = "check_rows";

  private static final String RAW = "raw_";

  private LakeTables() {}

  /** The table that holds what a table's source said, as it said it. */
  public static String raw(String table) {
    return RAW + table;
  }

  /** Whether a table holds what the source of another said. */
  public static boolean isRaw(String table) {
    return table.startsWith(RAW);
  }

  /** The table whose source a raw table is of. */
  public static String ofRaw(String raw) {
    return raw.substring(RAW.length());
  }
}
