// SPDX-License-Identifier: Apache-2.0
package dev.sluice.fact;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.KV;

/** Reads a group of facts back, in no order. */
final class DecodeFactsFn extends DoFn<KV<Integer, Iterable<byte[]>>, List<Fact>> {
  private static final long serialVersionUID = 1L;

  @ProcessElement
  public void decode(@Element KV<Integer, Iterable<byte[]>> group, OutputReceiver<List<Fact>> out)
      throws CoderException {
    List<Fact> facts = new ArrayList<>();
    for (byte[] fact : group.getValue()) {
      facts.add(CoderUtils.decodeFromByteArray(FactCoder.of(), fact));
    }
    out.output(facts);
  }
}
