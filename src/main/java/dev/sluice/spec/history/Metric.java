// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.history;

import java.util.Locale;

/** A figure of a table that runs have, one each; the names are words of the spec. */
public enum Metric {
  /** Those that the table has. */
  ROWS(Of.TABLE),
  /** Those that came with the run. */
  NEW_ROWS(Of.TABLE),
  /** The share of dead rows among those that the run read. */
  DEAD_RATIO(Of.TABLE),
  /** The share of nulls. */
  NULL_RATIO(Of.ANY_COLUMN),
  /** How many different values there are, about. */
  DISTINCT_COUNT(Of.VALUES),
  MIN(Of.NUMBERS),
  MAX(Of.NUMBERS),
  MEAN(Of.NUMBERS),
  /** About the value of which half are no greater. */
  MEDIAN(Of.NUMBERS),
  /** Of a sample. */
  STDDEV(Of.NUMBERS);

  /** What a metric is of. */
  public enum Of {
    TABLE,
    /** A column of any type, personal ones too. */
    ANY_COLUMN,
    /** A column whose values may be told apart. */
    VALUES,
    /** A column of numbers. */
    NUMBERS
  }

  private final Of of;

  Metric(Of of) {
    this.of = of;
  }

  public Of of() {
    return of;
  }

  /** Whether it is a share, of 0 to 1. */
  public boolean isShare() {
    return this == NULL_RATIO || this == DEAD_RATIO;
  }

  /** As the spec spells it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
