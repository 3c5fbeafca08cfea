// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.fill;

import dev.sluice.stats.ColumnStats;
import dev.sluice.stats.measure.Counts;
import dev.sluice.stats.measure.Gaps;
import dev.sluice.stats.measure.Lengths;
import dev.sluice.stats.measure.Moments;
import dev.sluice.stats.measure.Range;
import dev.sluice.stats.measure.Shapes;
import dev.sluice.stats.sketch.Frequent;
import dev.sluice.stats.sketch.Quantiles;
import dev.sluice.stats.sketch.Sample;
import dev.sluice.stats.sketch.Sketches;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.arrow.vector.DecimalVector;
import org.jspecify.annotations.Nullable;

/** Takes in numbers of more digits than a long has. */
final class WideFeed implements Feed {
  private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+), ?(\\d+)\\)");

  private final String type;
  private final int scale;
  private final Hashes hashes = new Hashes();
  private final TreeMap<BigDecimal, Long> often = new TreeMap<>();
  private Moments moments = Moments.NONE;
  private Counts counts = Counts.NONE;
  private @Nullable BigDecimal least;
  private @Nullable BigDecimal greatest;

  WideFeed(String type) {
    this.type = type;
    Matcher decimal = DECIMAL.matcher(type);
    this.scale = decimal.matches() ? Integer.parseInt(decimal.group(2)) : 0;
  }

  static boolean isFor(String type) {
    Matcher decimal = DECIMAL.matcher(type);
    return decimal.matches()
        ? Integer.parseInt(decimal.group(1)) > 18
        : List.of("HUGEINT", "UHUGEINT", "UBIGINT").contains(type);
  }

  @Override
  public List<String> items(String name) {
    return List.of("%s::DECIMAL(38, %d)".formatted(name, scale));
  }

  @Override
  public void take(Batch batch) {
    DecimalVector vector = (DecimalVector) batch.vector();
    double[] numbers = new double[batch.rows()];
    long[] times = new long[batch.rows()];
    int size = 0;
    BigDecimal from = BigDecimal.ZERO.setScale(scale);
    long[] seen = new long[4];
    for (int i = 0; i < batch.rows(); i++) {
      BigDecimal value = vector.getObject(i);
      seen[0] += batch.count(i);
      if (value == null) {
        seen[1] += batch.count(i);
        continue;
      }
      hashes.add(value.unscaledValue().toByteArray());
      from = size == 0 ? value : from;
      numbers[size] = value.subtract(from).unscaledValue().doubleValue();
      times[size++] = batch.count(i);
      seen[2] += value.signum() < 0 ? batch.count(i) : 0;
      seen[3] += value.signum() == 0 ? batch.count(i) : 0;
      least = least == null ? value : least.min(value);
      greatest = greatest == null ? value : greatest.max(value);
    }
    counts = counts.plus(new Counts(seen[0], seen[1], 0, 0, 0, seen[2], seen[3], 0));
    moments = moments.plus(Moments.of(numbers, times, size).from(from));
    for (int row : batch.picked()) {
      BigDecimal value = vector.getObject(row);
      if (value != null) {
        often.merge(value, batch.weight(row), Long::sum);
      }
    }
  }

  @Override
  public ColumnStats stats(Sample seen) {
    double[] numbers = new double[often.size()];
    long[] upTo = new long[often.size()];
    Map<String, Long> texts = new HashMap<>();
    long sum = 0;
    int size = 0;
    for (Map.Entry<BigDecimal, Long> each : often.entrySet()) {
      sum += each.getValue();
      numbers[size] = each.getKey().doubleValue();
      upTo[size++] = sum;
      texts.put(each.getKey().toPlainString(), each.getValue());
    }
    Range range =
        least == null || greatest == null
            ? Range.NONE
            : new Range(Range.Order.NUMBER, least.toPlainString(), greatest.toPlainString());
    return new ColumnStats(
        type,
        counts,
        range,
        moments,
        Lengths.NONE,
        Gaps.NONE,
        Shapes.NONE,
        new Sketches(
            hashes.distinct(), Quantiles.ofSorted(numbers, upTo), Frequent.of(texts), seen));
  }
}
