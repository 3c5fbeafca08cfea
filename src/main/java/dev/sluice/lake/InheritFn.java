// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lake;

import java.time.Instant;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;

/** Reads one committed file back. */
final class InheritFn extends DoFn<DataFile, DataFile> {
  private static final long serialVersionUID = 1L;

  private final LakeRun run;
  private final String since;

  InheritFn(LakeRun run, String since) {
    this.run = run;
    this.since = since;
  }

  @ProcessElement
  public void read(@Element DataFile file, OutputReceiver<DataFile> out) {
    Inherit.requireWhole(run.root(), List.of(file), Instant.parse(since));
    out.output(file);
  }
}
