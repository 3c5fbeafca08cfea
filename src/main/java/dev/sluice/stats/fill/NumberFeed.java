// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.fill;

import dev.sluice.stats.ColumnStats;
import dev.sluice.stats.measure.Counts;
import dev.sluice.stats.measure.Gaps;
import dev.sluice.stats.measure.Lengths;
import dev.sluice.stats.measure.Moments;
import dev.sluice.stats.measure.Range;
import dev.sluice.stats.measure.Shapes;
import dev.sluice.stats.sketch.Sample;
import dev.sluice.stats.sketch.Sketches;
import java.util.List;

/** Takes numbers in. */
final class NumberFeed implements Feed {
  private final String type;
  private final NumberForm form;
  private final Hashes hashes = new Hashes();
  private final Tally tally = new Tally();
  private Moments moments = Moments.NONE;
  private Counts counts = Counts.NONE;
  private long least = Long.MAX_VALUE;
  private long greatest = Long.MIN_VALUE;

  NumberFeed(String type) {
    this.type = type;
    this.form = NumberForm.of(type);
  }

  @Override
  public List<String> items(String name) {
    return List.of(form.item(name));
  }

  @Override
  public void take(Batch batch) {
    long[] values = batch.longs(form.width());
    boolean[] nulls = batch.nulls();
    double[] numbers = new double[batch.rows()];
    long[] times = batch.isCounted() ? new long[batch.rows()] : null;
    int size = 0;
    long from = 0;
    long[] seen = new long[7];
    for (int i = 0; i < values.length; i++) {
      long count = batch.count(i);
      seen[0] += count;
      if (nulls != null && nulls[i]) {
        seen[1] += count;
        continue;
      }
      long value = form.ordered(values[i]);
      values[i] = value;
      form.hash(value, hashes);
      double number = form.number(value);
      if (!Double.isFinite(number)) {
        seen[Double.isNaN(number) ? 2 : number > 0 ? 3 : 4] += count;
        continue;
      }
      from = size == 0 ? value : from;
      numbers[size] = form.apart(value, from);
      if (times != null) {
        times[size] = count;
      }
      size++;
      seen[5] += number < 0 ? count : 0;
      seen[6] += number == 0 ? count : 0;
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
    }
    counts =
        counts.plus(new Counts(seen[0], seen[1], seen[2], seen[3], seen[4], seen[5], seen[6], 0));
    moments = moments.plus(form.moments(Moments.of(numbers, times, size), from));
    for (int row : batch.picked()) {
      if (nulls == null || !nulls[row]) {
        tally.add(values[row], batch.weight(row));
      }
    }
  }

  @Override
  public ColumnStats stats(Sample seen) {
    Range range =
        least > greatest
            ? Range.NONE
            : new Range(Range.Order.NUMBER, form.text(least), form.text(greatest));
    Tally.Told told = tally.told(form::number, form::text);
    return new ColumnStats(
        type,
        counts,
        range,
        moments,
        Lengths.NONE,
        Gaps.NONE,
        Shapes.NONE,
        new Sketches(hashes.distinct(), told.quantiles(), told.frequent(), seen));
  }
}
