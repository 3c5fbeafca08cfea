// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.stats.page;

import dev.sluice.stats.ColumnStats;
import dev.sluice.stats.ValueKind;
import dev.sluice.stats.sketch.Frequent;
import dev.sluice.stats.sketch.Quantiles;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the numbers or times of a column lie, and lay before, in stretches of equal width.
 *
 * @param from the least bound; where single values are counted, the least of them
 * @param to the greatest bound; where single values are counted, the greatest of them
 * @param margin how far a stretch reaches to both sides of a single value; 0 where it is none
 * @param now the share of all values in each stretch
 * @param before the same of before; empty where that is not known
 * @param below the share of values below the bounds
 * @param above the share of values above the bounds
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares or keeps them
record Bins(
    double from,
    double to,
    double margin,
    double[] now,
    double[] before,
    double below,
    double above) {
  private static final int MOST = 24;

  /** So many single values still have a bar each: minutes of an hour, days of a month. */
  private static final int MOST_LONE = 60;

  /** The few values that lie far off do not press all others into one stretch. */
  private static final double FAR = 2;

  private static final double MICROS_OF_DAY = 86_400_000_000.0;

  /** Those of a column that has a distribution. */
  static Bins of(ColumnStats column, @Nullable ColumnStats was) {
    Quantiles now = column.sketches().quantiles();
    Quantiles before = was == null ? Quantiles.NONE : was.sketches().quantiles();
    Ends ends =
        before.count() == 0 || was == null ? Ends.of(column) : Ends.of(column).with(Ends.of(was));
    double least = ends.least();
    double greatest = ends.greatest();
    double low = least(now, before, 0.01);
    double high = greatest(now, before, 0.99);
    double usual = high - low;
    least = usual > 0 && (low / FAR - least / FAR) > usual ? low : least;
    greatest = usual > 0 && (greatest / FAR - high / FAR) > usual ? high : greatest;
    double unit = unit(column);
    double units = unit == 0 ? Double.MAX_VALUE : (greatest - least) / unit + 1;
    Known known = Known.of(column);
    Known old = was == null ? Known.NONE : Known.of(was);
    if (units <= MOST_LONE && units > 1) {
      double half = unit / 2;
      return cut(known, old, new Edges(least - half, greatest + half, (int) units, half));
    }
    return cut(known, old, new Edges(least, greatest, least == greatest ? 1 : MOST, 0));
  }

  /**
   * How values are distributed.
   *
   * @param count of them
   * @param rank which share of them is no greater than a number
   */
  private record Known(long count, DoubleUnaryOperator rank) {
    static final Known NONE = new Known(0, number -> 0);

    /**
     * By the counts of its values where these are exact; a sketch of ranks is off by one percent.
     */
    static Known of(ColumnStats column) {
      Quantiles quantiles = column.sketches().quantiles();
      Frequent often = column.sketches().frequent();
      if (column.kind() != ValueKind.NUMBER || !often.isExact() || often.count() == 0) {
        return new Known(quantiles.count(), quantiles::rank);
      }
      NavigableMap<Double, Long> upTo = new TreeMap<>();
      for (Frequent.Item item : often.items()) {
        double number = Double.parseDouble(item.value());
        if (Double.isFinite(number)) {
          upTo.merge(number, item.count(), Long::sum);
        }
      }
      long sum = 0;
      for (Map.Entry<Double, Long> each : upTo.entrySet()) {
        sum += each.getValue();
        each.setValue(sum);
      }
      double all = sum;
      return new Known(
          sum,
          number -> {
            Map.Entry<Double, Long> last = upTo.floorEntry(number);
            return last == null ? 0 : last.getValue() / all;
          });
    }

    double upTo(double number) {
      return rank.applyAsDouble(number);
    }

    double below(double number) {
      return upTo(Math.nextDown(number));
    }
  }

  /**
   * The bounds of stretches.
   *
   * @param margin by which they lie around the values
   */
  private record Edges(double from, double to, int count, double margin) {
    double at(int i) {
      double share = (double) i / count;
      return i == count ? to : from * (1 - share) + to * share;
    }
  }

  private static Bins cut(Known now, Known before, Edges edges) {
    return new Bins(
        edges.from() + edges.margin(),
        edges.to() - edges.margin(),
        edges.margin(),
        shares(now, edges),
        before.count() == 0 ? new double[0] : shares(before, edges),
        now.below(edges.from()),
        1 - now.upTo(edges.to()));
  }

  private static double[] shares(Known known, Edges edges) {
    double[] shares = new double[edges.count()];
    double until = known.below(edges.from());
    for (int i = 0; i < shares.length; i++) {
      double upTo = known.upTo(edges.at(i + 1));
      shares[i] = Math.max(0, upTo - until);
      until = Math.max(until, upTo);
    }
    return shares;
  }

  /** Between which no value lies; 0 where there is no such thing. */
  private static double unit(ColumnStats column) {
    if (column.type().equals("DATE")) {
      return MICROS_OF_DAY;
    }
    boolean isWhole = column.kind() == ValueKind.NUMBER && column.type().contains("INT");
    return isWhole ? 1 : 0;
  }

  private static double least(Quantiles now, Quantiles before, double share) {
    return Stream.of(now, before)
        .filter(each -> each.count() > 0)
        .mapToDouble(each -> each.at(share))
        .min()
        .orElse(0);
  }

  private static double greatest(Quantiles now, Quantiles before, double share) {
    return Stream.of(now, before)
        .filter(each -> each.count() > 0)
        .mapToDouble(each -> each.at(share))
        .max()
        .orElse(0);
  }

  /** Where a stretch begins, or the single value that it counts. */
  double at(int i) {
    return margin > 0 ? from + 2 * margin * i : new Edges(from, to, now.length, 0).at(i);
  }

  /** How wide a stretch is; infinite where the bounds are too far apart for numbers. */
  double width() {
    return (to - from + 2 * margin) / now.length;
  }
}
