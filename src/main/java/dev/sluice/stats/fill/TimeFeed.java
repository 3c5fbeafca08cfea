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
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Takes dates and times in. */
final class TimeFeed implements Feed {
  private static final long EVER = Long.MAX_VALUE;

  private final String type;
  private final boolean isDate;
  private final Hashes hashes = new Hashes();
  private final Tally tally = new Tally();
  private long[] times = new long[256];
  private int size;
  private long finite;
  private Counts counts = Counts.NONE;

  TimeFeed(String type) {
    this.type = type;
    this.isDate = type.equals("DATE");
  }

  @Override
  public List<String> items(String name) {
    String value = isDate ? "(%1$s - DATE '1970-01-01')::BIGINT" : "epoch_us(%1$s)";
    return List.of(
        ("CASE WHEN isfinite(%1$s) THEN "
                + value
                + " WHEN %1$s > TIMESTAMP '1970-01-01' THEN %2$d WHEN %1$s IS NOT NULL THEN -%2$d END")
            .formatted(name, EVER));
  }

  @Override
  public void take(Batch batch) {
    long[] values = batch.longs(1);
    boolean[] nulls = batch.nulls();
    long rows = 0;
    long absent = 0;
    long after = 0;
    long before = 0;
    for (int i = 0; i < batch.rows(); i++) {
      long count = batch.count(i);
      rows += count;
      if (nulls != null && nulls[i]) {
        absent += count;
        continue;
      }
      long value = values[i];
      after += value == EVER ? count : 0;
      before += value == -EVER ? count : 0;
      hash(value);
      if (value != EVER && value != -EVER) {
        finite += count;
        add(micros(value));
      }
    }
    counts = counts.plus(new Counts(rows, absent, 0, after, before, 0, 0, 0));
    for (int row : batch.picked()) {
      boolean isThere = nulls == null || !nulls[row];
      if (isThere && values[row] != EVER && values[row] != -EVER) {
        tally.add(micros(values[row]), batch.weight(row));
      }
    }
  }

  private void hash(long value) {
    if (isDate) {
      hashes.addInt((int) value);
    } else {
      hashes.add(value);
    }
  }

  /** Times that are too far away are where time ends. */
  private long micros(long value) {
    return isDate ? TimeUnit.DAYS.toMicros(value) : value;
  }

  private void add(long time) {
    if (size == times.length) {
      times = Arrays.copyOf(times, size * 2);
    }
    times[size++] = time;
  }

  @Override
  public ColumnStats stats(Sample seen) {
    long[] sorted = Arrays.copyOf(times, size);
    Arrays.sort(sorted);
    Range range =
        size == 0
            ? Range.NONE
            : new Range(
                Range.Order.NUMBER, Long.toString(sorted[0]), Long.toString(sorted[size - 1]));
    Tally.Told told = tally.told(time -> time, Long::toString);
    Gaps gaps = Gaps.between(sorted);
    return new ColumnStats(
        type,
        counts,
        range,
        Moments.NONE,
        Lengths.NONE,
        new Gaps(finite, gaps.first(), gaps.last(), gaps.gaps(), gaps.unseen()),
        Shapes.NONE,
        new Sketches(hashes.distinct(), told.quantiles(), told.frequent(), seen));
  }
}
