// SPDX-License-Identifier: Apache-2.0
package dev.sluice.land.time;

import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.MapCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.Combine.CombineFn;
import org.apache.beam.sdk.values.KV;

/** The greatest number of each name. */
final class GreatestFn extends CombineFn<KV<String, Long>, Map<String, Long>, Map<String, Long>> {
  private static final long serialVersionUID = 1L;

  @Override
  public Map<String, Long> createAccumulator() {
    return new HashMap<>();
  }

  @Override
  public Map<String, Long> addInput(Map<String, Long> greatest, KV<String, Long> one) {
    greatest.merge(one.getKey(), one.getValue(), Math::max);
    return greatest;
  }

  @Override
  public Map<String, Long> mergeAccumulators(Iterable<Map<String, Long>> several) {
    Map<String, Long> all = new HashMap<>();
    several.forEach(each -> each.forEach((name, value) -> all.merge(name, value, Math::max)));
    return all;
  }

  @Override
  public Map<String, Long> extractOutput(Map<String, Long> greatest) {
    return greatest;
  }

  @Override
  public Coder<Map<String, Long>> getAccumulatorCoder(
      CoderRegistry registry, Coder<KV<String, Long>> unused) {
    return MapCoder.of(StringUtf8Coder.of(), VarLongCoder.of());
  }

  @Override
  public Coder<Map<String, Long>> getDefaultOutputCoder(
      CoderRegistry registry, Coder<KV<String, Long>> unused) {
    return MapCoder.of(StringUtf8Coder.of(), VarLongCoder.of());
  }
}
