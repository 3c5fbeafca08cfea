// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;

/** Finds the files of a source when the pipeline runs. */
final class ListFilesFn extends DoFn<byte[], Lane> {
  private static final long serialVersionUID = 1L;

  private final ArrayList<String> patterns;
  private final Pace pace;

  ListFilesFn(List<String> patterns, Pace pace) {
    this.patterns = new ArrayList<>(patterns);
    this.pace = pace;
  }

  @ProcessElement
  public void list(OutputReceiver<Lane> out) {
    pace.begin(SourceFiles.list(patterns)).forEach(out::output);
  }
}
