// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.fill;

import dev.sluice.stats.sketch.Frequent;
import dev.sluice.stats.sketch.Quantiles;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.LongToDoubleFunction;

/**
 * Counts values that are longs whose order is that of the values: sorted once, they tell how they
 * are distributed and which of them are frequent.
 */
final class Tally {
  private long[] values = new long[256];
  private long[] counts = new long[256];
  private int size;
  private boolean isPlain = true;

  void add(long value, long count) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
      counts = Arrays.copyOf(counts, size * 2);
    }
    isPlain &= size == 0 || count == counts[0];
    values[size] = value;
    counts[size++] = count;
  }

  /** Brings values into their order and adds up those that are equal. */
  private void sort() {
    if (isPlain) {
      Arrays.sort(values, 0, size);
    } else {
      Integer[] order = new Integer[size];
      Arrays.setAll(order, i -> i);
      Arrays.sort(order, (a, b) -> Long.compare(values[a], values[b]));
      long[] sorted = new long[size];
      long[] times = new long[size];
      Arrays.setAll(sorted, i -> values[order[i]]);
      Arrays.setAll(times, i -> counts[order[i]]);
      values = sorted;
      counts = times;
    }
    int last = -1;
    for (int i = 0; i < size; i++) {
      if (last >= 0 && values[last] == values[i]) {
        counts[last] += counts[i];
      } else {
        last++;
        values[last] = values[i];
        counts[last] = counts[i];
      }
    }
    size = last + 1;
    isPlain = false;
  }

  /**
   * What the values were.
   *
   * @param quantiles of those that are finite numbers
   */
  record Told(Quantiles quantiles, Frequent frequent) {}

  /**
   * Says what the values were.
   *
   * @param number of a value; not finite where it has none
   */
  Told told(LongToDoubleFunction number, LongFunction<String> spelled) {
    sort();
    double[] numbers = new double[size];
    long[] upTo = new long[size];
    long sum = 0;
    int finite = 0;
    Map<String, Long> often = new HashMap<>();
    long all = Arrays.stream(counts, 0, size).sum();
    long seldom = Frequent.seldom(all, size);
    long missed = 0;
    for (int i = 0; i < size; i++) {
      double at = number.applyAsDouble(values[i]);
      if (Double.isFinite(at)) {
        sum += counts[i];
        numbers[finite] = at;
        upTo[finite++] = sum;
      }
      if (counts[i] > seldom) {
        often.merge(spelled.apply(values[i]), counts[i], Long::sum);
      } else {
        missed = Math.max(missed, counts[i]);
      }
    }
    return new Told(
        Quantiles.ofSorted(Arrays.copyOf(numbers, finite), Arrays.copyOf(upTo, finite)),
        Frequent.of(often, all, missed));
  }
}
