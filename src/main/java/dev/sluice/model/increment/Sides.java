// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model.increment;

import dev.sluice.fact.Fact;
import dev.sluice.table.DataFile;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.PCollectionView;
import org.jspecify.annotations.Nullable;

/**
 * What every worker that computes a model sees whole.
 *
 * @param lookups the files of its lookups; null when it has none
 * @param passed how far event time came, of every table the model is made of; null when nobody asks
 */
public record Sides(
    @Nullable PCollectionView<List<DataFile>> lookups, @Nullable PCollectionView<List<Fact>> passed)
    implements java.io.Serializable {
  /** What a step that asks for them must declare. */
  public List<PCollectionView<?>> views() {
    return Stream.<PCollectionView<?>>of(lookups, passed).filter(view -> view != null).toList();
  }

  /** The files of the lookups. */
  public List<DataFile> lookups(DoFn<?, ?>.ProcessContext context) {
    return lookups == null ? List.of() : context.sideInput(lookups);
  }

  /**
   * Up to where windows are closed, in microseconds since 1970: the least of all tables; long ago
   * while one of them has no row with an event time.
   */
  public long passed(DoFn<?, ?>.ProcessContext context) {
    List<Fact> facts = passed == null ? List.of() : context.sideInput(passed);
    long least = facts.isEmpty() ? Long.MIN_VALUE : Long.MAX_VALUE;
    for (Fact fact : facts) {
      long own =
          fact instanceof Fact.Passed time
              ? time.watermark().micros().orElse(Long.MIN_VALUE)
              : Long.MIN_VALUE;
      least = Math.min(least, own);
    }
    return least;
  }
}
