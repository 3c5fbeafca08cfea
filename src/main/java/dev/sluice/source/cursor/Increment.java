// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.cursor;

import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.RecordBatchCoder;
import dev.sluice.fact.Fact;
import dev.sluice.fact.FactCoder;
import dev.sluice.fact.Told;
import dev.sluice.intake.CursorBounds;
import dev.sluice.kernel.KernelSettings;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Keeps the rows whose cursor lies inside the bounds of their file, and counts the others. Rows of
 * a file without bounds all stay.
 */
public final class Increment extends PTransform<PCollection<RecordBatch>, PCollectionTuple> {
  private static final long serialVersionUID = 1L;

  /** The rows inside. */
  public static final TupleTag<RecordBatch> ROWS = new TupleTag<>("rows") {};

  /** How many rows of a batch lie outside. */
  public static final TupleTag<Fact> FACTS = Told.FACTS;

  private final String table;
  private final HashMap<String, CursorBounds> bounds;
  private final KernelSettings kernel;

  private Increment(String table, Map<String, CursorBounds> bounds, KernelSettings kernel) {
    this.table = table;
    this.bounds = new HashMap<>(bounds);
    this.kernel = kernel;
  }

  /**
   * Of files that are read in part.
   *
   * @param bounds by path
   */
  public static Increment within(
      String table, Map<String, CursorBounds> bounds, KernelSettings kernel) {
    return new Increment(table, bounds, kernel);
  }

  @Override
  public PCollectionTuple expand(PCollection<RecordBatch> raw) {
    PCollectionTuple split =
        raw.apply(
            "Filter",
            ParDo.of(new IncrementFn(table, bounds, kernel))
                .withOutputTags(ROWS, TupleTagList.of(FACTS)));
    split.get(ROWS).setCoder(RecordBatchCoder.of());
    split.get(FACTS).setCoder(FactCoder.of());
    return split;
  }
}
