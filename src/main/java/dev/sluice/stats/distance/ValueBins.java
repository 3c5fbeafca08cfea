// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.distance;

import dev.sluice.stats.ColumnStats;
import dev.sluice.stats.measure.Counts;
import dev.sluice.stats.sketch.Frequent;
import dev.sluice.stats.sketch.Quantiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * How many values of two columns are in which of some bins.
 *
 * @param bins all of them, also those in which there is none
 */
record ValueBins(List<Bin> bins) {
  /** Numbers are cut by tenths of the baseline. */
  private static final int TENTHS = 10;

  private static final String OTHERS = "others";

  /** Values of which less are expected in a sample are put together (Cochran's rule). */
  private static final int LEAST_EXPECTED = 5;

  ValueBins {
    bins = List.copyOf(bins);
  }

  /** Whether nothing can be told of single values: none is there often enough. */
  boolean isOfOthersAlone() {
    return bins.size() == 1 && bins.get(0).name().equals(OTHERS);
  }

  /** How many values two columns have in a bin. */
  record Bin(String name, double now, double before) {}

  double now() {
    return bins.stream().mapToDouble(Bin::now).sum();
  }

  double before() {
    return bins.stream().mapToDouble(Bin::before).sum();
  }

  /** By tenths of the baseline's numbers, and what lies outside of them; NaN and infinities. */
  static ValueBins ofNumbers(ColumnStats now, ColumnStats before) {
    Quantiles known = before.sketches().quantiles();
    TreeSet<Double> cuts = new TreeSet<>();
    if (known.count() > 0) {
      cuts.add(Math.nextDown(known.at(0)));
      for (int i = 1; i <= TENTHS; i++) {
        cuts.add(known.at((double) i / TENTHS));
      }
    }
    List<Bin> bins = new ArrayList<>();
    double lastNow = 0;
    double lastBefore = 0;
    for (double cut : cuts) {
      double here = upTo(now, cut);
      double there = upTo(before, cut);
      bins.add(new Bin("up to " + cut, here - lastNow, there - lastBefore));
      lastNow = here;
      lastBefore = there;
    }
    Counts own = now.counts();
    Counts its = before.counts();
    bins.add(new Bin("above", own.finite() - lastNow, its.finite() - lastBefore));
    bins.add(new Bin("NaN", own.nan(), its.nan()));
    bins.add(new Bin("infinity", own.positiveInfinities(), its.positiveInfinities()));
    bins.add(new Bin("-infinity", own.negativeInfinities(), its.negativeInfinities()));
    return new ValueBins(bins);
  }

  private static double upTo(ColumnStats column, double cut) {
    return column.counts().finite() == 0
        ? 0
        : column.sketches().quantiles().rank(cut) * column.counts().finite();
  }

  /** Each frequent value by itself, and all others in one. */
  static ValueBins ofValues(ColumnStats now, ColumnStats before) {
    Listed own = new Listed(now.sketches().frequent());
    Listed its = new Listed(before.sketches().frequent());
    Map<String, Bin> all = new LinkedHashMap<>();
    its.counts.forEach(
        (value, count) -> all.put(value, new Bin(value, own.like(value, count, its), count)));
    own.counts.forEach(
        (value, count) ->
            all.putIfAbsent(value, new Bin(value, count, its.like(value, count, own))));
    double both = own.total + its.total;
    double least = Math.min(own.total, its.total);
    List<Bin> bins = new ArrayList<>();
    double otherNow = own.total;
    double otherBefore = its.total;
    for (Bin bin : all.values()) {
      if ((bin.now() + bin.before()) / both * least >= LEAST_EXPECTED) {
        bins.add(bin);
        otherNow -= bin.now();
        otherBefore -= bin.before();
      }
    }
    bins.add(new Bin(OTHERS, Math.max(0, otherNow), Math.max(0, otherBefore)));
    return new ValueBins(bins);
  }

  /** Values of which it is known how often they are there. */
  private static final class Listed {
    private final Map<String, Double> counts = new LinkedHashMap<>();
    private final double total;
    private final double error;

    Listed(Frequent frequent) {
      this.total = frequent.count();
      this.error = frequent.isExact() ? 0 : 2.0 * frequent.error();
      frequent.items().forEach(item -> counts.put(item.value(), (double) item.count()));
    }

    /** One that is not listed is there as often as in the other, as far as that may be. */
    double like(String value, double count, Listed other) {
      Double known = counts.get(value);
      return known != null
          ? known
          : Math.min(error, other.total == 0 ? 0 : count / other.total * total);
    }
  }
}
