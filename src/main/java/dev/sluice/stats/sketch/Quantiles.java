// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.sketch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.datasketches.kll.KllDoublesSketch;
import org.apache.datasketches.memory.Memory;
import org.apache.datasketches.quantilescommon.QuantileSearchCriteria;

/**
 * How finite numbers are distributed: a KLL sketch of {@code k} = {@value #K}. The rank of a value
 * is off by at most {@link #error()} of all values in 99 of 100 cases; up to {@value #K} values it
 * is exact. The sketch throws coins, so that the same values need not give the same bytes.
 */
public final class Quantiles {
  /** How much is kept. */
  public static final int K = 200;

  /** No numbers. */
  public static final Quantiles NONE = new Quantiles(feed());

  /** So many numbers stand for all. */
  private static final int PLACES = 128;

  /** So few are given one by one. */
  private static final int LONE = 2_000;

  private final KllDoublesSketch sketch;

  private Quantiles(KllDoublesSketch sketch) {
    this.sketch = sketch;
  }

  private static KllDoublesSketch feed() {
    return KllDoublesSketch.newHeapInstance(K);
  }

  /** The distribution of numbers, which are sorted by this. */
  public static Quantiles of(double[] numbers) {
    KllDoublesSketch fed = feed();
    for (double number : numbers) {
      fed.update(number);
    }
    return new Quantiles(fed);
  }

  /**
   * The distribution of numbers that are there more than once. The sketch is given a number for
   * each {@value #PLACES}th of them, which is cheaper than each of them.
   *
   * @param numbers in their order
   * @param upTo how many there are up to each, that one included
   */
  public static Quantiles ofSorted(double[] numbers, long[] upTo) {
    KllDoublesSketch fed = feed();
    long count = numbers.length == 0 ? 0 : upTo[numbers.length - 1];
    long step = count <= LONE ? 1 : Math.max(1, count / PLACES);
    long given = 0;
    int at = 0;
    double last = Double.NaN;
    long weight = 0;
    while (given < count) {
      // The least and the greatest number are given as such: they are the bounds of histograms.
      long next = given == 0 ? 1 : given >= count - step ? count : given + step;
      if (next == count && given < count - 1 && given > 0) {
        next = count - 1;
      }
      long middle = given + (next - given + 1) / 2;
      while (upTo[at] < middle) {
        at++;
      }
      if (weight > 0 && numbers[at] != last) {
        fed.update(last, weight);
        weight = 0;
      }
      last = numbers[at];
      weight += next - given;
      given = next;
    }
    if (weight > 0) {
      fed.update(last, weight);
    }
    return new Quantiles(fed);
  }

  public Quantiles plus(Quantiles other) {
    if (sketch.isEmpty() || other.sketch.isEmpty()) {
      return sketch.isEmpty() ? other : this;
    }
    KllDoublesSketch sum = KllDoublesSketch.heapify(Memory.wrap(sketch.toByteArray()));
    sum.merge(other.sketch);
    return new Quantiles(sum);
  }

  /** How many numbers it knows of. */
  public long count() {
    return sketch.getN();
  }

  /** The share of all numbers by which a rank may be off. */
  public double error() {
    return sketch.isEstimationMode() ? sketch.getNormalizedRankError(false) + 0.5 / PLACES : 0;
  }

  /**
   * A number that a share of all is not above; NaN where there are none.
   *
   * @param share from 0 to 1
   */
  public double at(double share) {
    return sketch.isEmpty()
        ? Double.NaN
        : sketch.getQuantile(share, QuantileSearchCriteria.INCLUSIVE);
  }

  /** The share of all that is not above a number; NaN where there are none. */
  public double rank(double number) {
    return sketch.isEmpty() ? Double.NaN : sketch.getRank(number, QuantileSearchCriteria.INCLUSIVE);
  }

  /** The numbers that stand for all, in their order. */
  public double[] points() {
    return sketch.isEmpty() ? new double[0] : sketch.getSortedView().getQuantiles();
  }

  /**
   * About how many numbers are where.
   *
   * @param from the least bound
   * @param count of numbers from this bound, up to the next one's
   */
  public record Bar(double from, double to, double count) {}

  /** A histogram of bars of equal width, from the least to the greatest number. */
  public List<Bar> histogram(int bars) {
    if (sketch.isEmpty()) {
      return List.of();
    }
    double least = sketch.getMinItem();
    double greatest = sketch.getMaxItem();
    double width = greatest / bars - least / bars;
    if (width <= 0 || least + width <= least) {
      return List.of(new Bar(least, greatest, sketch.getN()));
    }
    List<Bar> result = new ArrayList<>(bars);
    double below = 0;
    for (int i = 0; i < bars; i++) {
      double to = i == bars - 1 ? greatest : least + width * (i + 1);
      double until = i == bars - 1 ? 1 : sketch.getRank(to, QuantileSearchCriteria.EXCLUSIVE);
      result.add(new Bar(least + width * i, to, (until - below) * sketch.getN()));
      below = until;
    }
    return result;
  }

  public void write(DataOutput out) throws IOException {
    byte[] bytes = sketch.toByteArray();
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  public static Quantiles read(DataInput in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return new Quantiles(KllDoublesSketch.heapify(Memory.wrap(bytes)));
  }
}
