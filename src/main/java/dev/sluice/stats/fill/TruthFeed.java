// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.fill;

import dev.sluice.stats.ColumnStats;
import dev.sluice.stats.measure.Counts;
import dev.sluice.stats.measure.Gaps;
import dev.sluice.stats.measure.Lengths;
import dev.sluice.stats.measure.Moments;
import dev.sluice.stats.measure.Range;
import dev.sluice.stats.measure.Shapes;
import dev.sluice.stats.sketch.Distinct;
import dev.sluice.stats.sketch.Frequent;
import dev.sluice.stats.sketch.Quantiles;
import dev.sluice.stats.sketch.Sample;
import dev.sluice.stats.sketch.Sketches;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.BigIntVector;
import org.apache.datasketches.theta.UpdateSketch;

/** Takes true and false in. */
final class TruthFeed implements Feed {
  private final String type;
  private Counts counts = Counts.NONE;

  TruthFeed(String type) {
    this.type = type;
  }

  @Override
  public List<String> items(String name) {
    return List.of(name + "::BIGINT");
  }

  @Override
  public void take(Batch batch) {
    BigIntVector vector = (BigIntVector) batch.vector();
    long rows = 0;
    long nulls = 0;
    long trues = 0;
    for (int i = 0; i < batch.rows(); i++) {
      long count = batch.count(i);
      rows += count;
      nulls += vector.isNull(i) ? count : 0;
      trues += !vector.isNull(i) && vector.get(i) == 1 ? count : 0;
    }
    counts = counts.plus(new Counts(rows, nulls, 0, 0, 0, 0, 0, trues));
  }

  @Override
  public ColumnStats stats(Sample unused) {
    UpdateSketch distinct = Distinct.feed();
    Map<String, Long> often = new HashMap<>();
    if (counts.trues() > 0) {
      distinct.update(new byte[] {1});
      often.put("true", counts.trues());
    }
    if (counts.falses() > 0) {
      distinct.update(new byte[] {0});
      often.put("false", counts.falses());
    }
    return new ColumnStats(
        type,
        counts,
        Range.NONE,
        Moments.NONE,
        Lengths.NONE,
        Gaps.NONE,
        Shapes.NONE,
        new Sketches(
            Distinct.of(distinct),
            Quantiles.NONE,
            Frequent.of(often),
            Sample.of(counts.rows(), counts.rows())));
  }
}
