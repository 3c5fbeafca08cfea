// SPDX-License-Identifier: Apache-2.0
package dev.sluice.commit.describe;

import dev.sluice.fact.Fact;
import dev.sluice.table.DataFile;
import org.apache.beam.sdk.transforms.DoFn;

/** The files to describe. */
final class LandedFn extends DoFn<Fact, DataFile> {
  private static final long serialVersionUID = 1L;

  private final Describe.Subjects subjects;

  LandedFn(Describe.Subjects subjects) {
    this.subjects = subjects;
  }

  @ProcessElement
  public void choose(@Element Fact fact, OutputReceiver<DataFile> out) {
    if (fact instanceof Fact.Live live && subjects.has(live)) {
      out.output(live.file());
    }
  }
}
