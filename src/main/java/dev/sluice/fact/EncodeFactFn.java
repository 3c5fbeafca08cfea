// SPDX-License-Identifier: Apache-2.0
package dev.sluice.fact;

import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.KV;

/** Makes one group of all facts, each as bytes. */
final class EncodeFactFn extends DoFn<Fact, KV<Integer, byte[]>> {
  private static final long serialVersionUID = 1L;

  @ProcessElement
  public void encode(@Element Fact fact, OutputReceiver<KV<Integer, byte[]>> out)
      throws CoderException {
    out.output(KV.of(0, CoderUtils.encodeToByteArray(FactCoder.of(), fact)));
  }
}
