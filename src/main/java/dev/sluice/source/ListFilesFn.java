// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;

/** Finds the files of a source when the pipeline runs, and spreads them over lanes. */
final class ListFilesFn extends DoFn<byte[], Lane> {
  private static final long serialVersionUID = 1L;

  private final ArrayList<String> patterns;
  private final int lanes;

  ListFilesFn(List<String> patterns, int lanes) {
    this.patterns = new ArrayList<>(patterns);
    this.lanes = lanes;
  }

  @ProcessElement
  public void list(OutputReceiver<Lane> out) {
    Lane.spread(SourceFiles.list(patterns), lanes).forEach(out::output);
  }
}
