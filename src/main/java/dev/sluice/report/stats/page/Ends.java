// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.stats.page;

import dev.sluice.stats.ColumnStats;
import dev.sluice.stats.ValueKind;
import dev.sluice.stats.sketch.Quantiles;
import org.jspecify.annotations.Nullable;

/**
 * The least and the greatest of the finite numbers or times of a column, exactly where they are
 * known: what a sketch calls its least may be any of the values near to it.
 */
record Ends(double least, double greatest) {
  static Ends of(ColumnStats column) {
    Quantiles quantiles = column.sketches().quantiles();
    // Of vectors norms are distributed, and of norms nobody kept a range.
    boolean isKnown = column.kind() != ValueKind.VECTOR;
    return new Ends(
        known(isKnown ? column.range().min() : null, quantiles.at(0)),
        known(isKnown ? column.range().max() : null, quantiles.at(1)));
  }

  private static double known(@Nullable String exact, double about) {
    if (exact == null) {
      return about;
    }
    double number = Double.parseDouble(exact);
    return Double.isFinite(number) ? number : about;
  }

  /** What holds these and others. */
  Ends with(Ends other) {
    return new Ends(Math.min(least, other.least), Math.max(greatest, other.greatest));
  }
}
