// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.fill;

import dev.sluice.stats.ColumnStats;
import dev.sluice.stats.measure.Counts;
import dev.sluice.stats.measure.Gaps;
import dev.sluice.stats.measure.Shapes;
import dev.sluice.stats.sketch.Frequent;
import dev.sluice.stats.sketch.Sample;
import dev.sluice.stats.sketch.Sketches;
import java.util.List;

/**
 * Takes vectors in: their dimensions, and their norms as numbers. A norm is NaN where a part of the
 * vector is.
 */
final class VectorFeed implements Feed {
  private final String type;
  private final NumberFeed norms = new NumberFeed("DOUBLE");
  private final LengthFeed lengths;

  VectorFeed(String type) {
    this.type = type;
    this.lengths = new LengthFeed(type, "len(%s)::BIGINT");
  }

  @Override
  public List<String> items(String name) {
    return List.of(
        "CASE WHEN %1$s IS NOT NULL THEN sqrt(coalesce(list_sum(list_transform(%1$s::DOUBLE[], lambda part: part * part)), 0.0)) END"
            .formatted(name),
        lengths.items(name).get(0));
  }

  @Override
  public void take(Batch batch) {
    norms.take(batch);
    lengths.take(batch.of(1));
  }

  @Override
  public ColumnStats stats(Sample seen) {
    ColumnStats norm = norms.stats(seen);
    Counts counts = norm.counts();
    return new ColumnStats(
        type,
        new Counts(
            counts.rows(),
            counts.nulls(),
            counts.nan(),
            counts.positiveInfinities(),
            0,
            0,
            counts.zeros(),
            0),
        norm.range(),
        norm.moments(),
        lengths.stats(seen).lengths(),
        Gaps.NONE,
        Shapes.NONE,
        new Sketches(
            Sketches.UNKNOWN.distinct(), norm.sketches().quantiles(), Frequent.NONE, seen));
  }
}
