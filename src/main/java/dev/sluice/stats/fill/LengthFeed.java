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
import org.apache.arrow.vector.BigIntVector;

/** Takes in how long values are; of those that have no length, whether they are there. */
final class LengthFeed implements Feed {
  private final String type;
  private final String item;
  private Counts counts = Counts.NONE;
  private Lengths lengths = Lengths.NONE;

  LengthFeed(String type, String item) {
    this.type = type;
    this.item = item;
  }

  @Override
  public List<String> items(String name) {
    return List.of(item.formatted(name));
  }

  @Override
  public void take(Batch batch) {
    BigIntVector vector = (BigIntVector) batch.vector();
    long nulls = 0;
    for (int i = 0; i < batch.rows(); i++) {
      if (vector.isNull(i)) {
        nulls++;
      } else if (vector.get(i) >= 0) {
        long length = vector.get(i);
        lengths = lengths.plus(new Lengths(1, length, length, length));
      }
    }
    counts = counts.plus(Counts.of(batch.rows(), nulls));
  }

  @Override
  public ColumnStats stats(Sample unused) {
    return new ColumnStats(
        type,
        counts,
        Range.NONE,
        Moments.NONE,
        lengths,
        Gaps.NONE,
        Shapes.NONE,
        new Sketches(
            Sketches.UNKNOWN.distinct(),
            Sketches.NONE.quantiles(),
            Sketches.NONE.frequent(),
            Sample.of(counts.rows(), counts.rows())));
  }
}
