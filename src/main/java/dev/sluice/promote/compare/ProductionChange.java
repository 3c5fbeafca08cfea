// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.compare;

import java.util.List;

/**
 * How one table of production would change.
 *
 * @param rowsBefore rows that production shows; 0 for a new table
 * @param rowsAfter rows that it would show; 0 for a table that goes
 * @param schema each difference of the columns, as a sentence
 * @param rows which rows would change
 * @param profile what would change about the values of each column
 */
public record ProductionChange(
    String table,
    Kind kind,
    long rowsBefore,
    long rowsAfter,
    List<String> schema,
    RowChanges rows,
    List<ProfileChange> profile) {
  public ProductionChange {
    schema = List.copyOf(schema);
    profile = List.copyOf(profile);
  }

  /** What happens to a table. */
  public enum Kind {
    NEW,
    CHANGED,
    UNCHANGED,
    GONE
  }

  /**
   * Changes of rows.
   *
   * @param key the columns by which rows are found again; empty when whole rows are compared
   * @param samples at most five of each kind
   */
  public record RowChanges(
      List<String> key, long added, long removed, long changed, List<Sample> samples) {
    static final RowChanges NONE = new RowChanges(List.of(), 0, 0, 0, List.of());

    public RowChanges {
      key = List.copyOf(key);
      samples = List.copyOf(samples);
    }
  }

  /**
   * A row that would change.
   *
   * @param change added, removed or changed
   * @param key the values of the key, or of the whole row when there is none
   * @param values of a changed row: those that differ
   */
  public record Sample(String change, List<Value> key, List<ValueChange> values) {
    public Sample {
      key = List.copyOf(key);
      values = List.copyOf(values);
    }
  }

  /** A value as text; a token in the place of a personal one. */
  public record Value(String column, String value) {}

  /** A value that would change. */
  public record ValueChange(String column, String before, String after) {}

  /**
   * A measure of a column that would change.
   *
   * @param measure nulls, distinct (not of doubles), min, max or mean; of a personal column nulls
   */
  public record ProfileChange(String column, String measure, String before, String after) {}
}
