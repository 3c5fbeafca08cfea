// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lake;

import org.apache.beam.sdk.transforms.DoFn;

/** Reads one committed file back. */
final class InheritFn extends DoFn<DataFile, DataFile> {
  private static final long serialVersionUID = 1L;

  private final LakeRun run;

  InheritFn(LakeRun run) {
    this.run = run;
  }

  @ProcessElement
  public void read(@Element DataFile file, OutputReceiver<DataFile> out) {
    Inherit.requireWhole(run.root(), file);
    out.output(file);
  }
}
