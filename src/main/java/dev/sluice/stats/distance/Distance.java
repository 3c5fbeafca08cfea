// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.distance;

import dev.sluice.spec.history.Comparison;
import dev.sluice.stats.ColumnStats;
import dev.sluice.stats.ValueKind;
import dev.sluice.stats.sketch.Sample;
import org.jspecify.annotations.Nullable;

/**
 * How far the values of a column are from those of a baseline.
 *
 * @param value 0 where they are distributed alike
 * @param chance two samples of one distribution are further apart in one of a thousand cases only
 * @param values how many were compared
 * @param before with how many
 * @param detail what is told beside it; empty where nothing is
 * @param why there is none; null when there is one
 */
public record Distance(
    double value, double chance, long values, long before, String detail, @Nullable String why) {

  /**
   * Compares two columns of one kind. Nulls are left out.
   *
   * @param comparison that suits the kind of their values
   */
  public static Distance of(Comparison comparison, ColumnStats now, ColumnStats before) {
    long values = now.counts().values();
    long known = before.counts().values();
    if (values == 0 || known == 0) {
      return none(values, known, values == 0 ? "no values" : "the baseline has no values");
    }
    if (now.isCountedOnly() || before.isCountedOnly()) {
      return none(values, known, "nothing but counts is known of the values");
    }
    if (now.kind() != before.kind()) {
      return none(
          values,
          known,
          "values are of type %s, those of the baseline of %s"
              .formatted(now.type(), before.type()));
    }
    Samples samples = new Samples(seen(now), seen(before));
    if (samples.isTooFew()) {
      return none(
          values, known, "%d values and %d of the baseline are too few".formatted(values, known));
    }
    Distance found =
        switch (comparison) {
          case KS, WASSERSTEIN -> new OrderedDistance(now, before, samples).of(comparison);
          case PSI, JENSEN_SHANNON, CHI_SQUARE, L_INFINITY ->
              new BinnedDistance(bins(comparison, now, before), samples).of(comparison);
        };
    return new Distance(found.value, found.chance, values, known, found.detail, found.why);
  }

  private static ValueBins bins(Comparison comparison, ColumnStats now, ColumnStats before) {
    boolean isOrdered = now.kind() == ValueKind.NUMBER || now.kind() == ValueKind.TIME;
    return isOrdered && comparison.suited() != Comparison.Suited.NOMINAL
        ? ValueBins.ofNumbers(now, before)
        : ValueBins.ofValues(now, before);
  }

  /** Of how many values distributions are made. */
  private static long seen(ColumnStats column) {
    long values = column.counts().values();
    Sample sample = column.sketches().sample();
    return sample.isWhole() || sample.rows() == 0
        ? values
        : Math.max(1, Math.round((double) values * sample.seen() / sample.rows()));
  }

  private static Distance none(long values, long before, String why) {
    return new Distance(Double.NaN, Double.NaN, values, before, "", why);
  }

  /** There is none. */
  static Distance none(String why) {
    return none(0, 0, why);
  }
}
