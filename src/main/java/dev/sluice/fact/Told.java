// SPDX-License-Identifier: Apache-2.0
package dev.sluice.fact;

import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;

/** What several steps tell, each under the same tag beside its other outputs. */
public final class Told {
  /** The tag. */
  public static final TupleTag<Fact> FACTS = new TupleTag<>("facts") {};

  private Told() {}

  /** The facts of all steps that have some to tell. */
  public static PCollectionList<Fact> by(PCollectionTuple first, PCollectionTuple... others) {
    PCollectionList<Fact> told = PCollectionList.of(first.get(FACTS));
    for (PCollectionTuple step : others) {
      told = step.has(FACTS) ? told.and(step.get(FACTS)) : told;
    }
    return told;
  }
}
