// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import dev.sluice.table.DataFile;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Sees every reference to an input, and says with each into how many shards it is to be cut. */
final class ChooseShardsFn extends DoFn<KV<Integer, Iterable<DataFile>>, KV<Integer, DataFile>> {
  private static final long serialVersionUID = 1L;

  private final Derive.Plan plan;

  ChooseShardsFn(Derive.Plan plan) {
    this.plan = plan;
  }

  @ProcessElement
  public void choose(
      @Element KV<Integer, Iterable<DataFile>> all, OutputReceiver<KV<Integer, DataFile>> out) {
    List<DataFile> files = new ArrayList<>();
    all.getValue().forEach(files::add);
    int shards = plan.shardsFor(files.stream().mapToLong(f -> f.content().bytes()).sum());
    files.forEach(file -> out.output(KV.of(shards, file)));
  }
}
