// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table;

/** Names the tables that Sluice itself keeps in every lake. */
public final class LakeTables {
  /** The table that holds every dead letter of the pipeline. */
  public static final String DEAD_LETTERS = "dead_letters";

  /** The table that holds which letters were replayed by which run. */
  public static final String REPLAYS = "dead_letter_replays";

  private LakeTables() {}
}
