// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan.change;

/**
 * Something that production shows and the spec does not have any more.
 *
 * @param name of the table or model; of a column, {@code table.column}
 * @param rows that have it
 */
public record Departure(String name, Kind kind, long rows) {
  /** What becomes of it. */
  public enum Kind {
    /** A table or model that production keeps unless somebody drops it. */
    LEFT,
    /** A table or model that leaves production, for the spec says so. */
    REMOVED,
    /** A column without which rows are shown. */
    COLUMN
  }
}
