// SPDX-License-Identifier: Apache-2.0
package dev.sluice.fact;

import java.util.List;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * All facts as one element, once all are there; nothing where there are none.
 *
 * <p>They are grouped as bytes, because a runner may copy what it has gathered for every bundle
 * that comes in: a thousand facts of a thousand bundles as objects cost eight seconds.
 */
public final class GatherFacts extends PTransform<PCollection<Fact>, PCollection<List<Fact>>> {
  private static final long serialVersionUID = 1L;

  private GatherFacts() {}

  public static GatherFacts asOne() {
    return new GatherFacts();
  }

  @Override
  public PCollection<List<Fact>> expand(PCollection<Fact> facts) {
    return facts
        .apply("Encode", ParDo.of(new EncodeFactFn()))
        .setCoder(KvCoder.of(VarIntCoder.of(), ByteArrayCoder.of()))
        .apply("Group", GroupByKey.create())
        .apply("Decode", ParDo.of(new DecodeFactsFn()))
        .setCoder(ListCoder.of(FactCoder.of()));
  }
}
