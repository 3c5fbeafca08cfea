// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.read;

import dev.sluice.table.DataFile;
import dev.sluice.table.file.Scope;
import java.time.Instant;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;

/** Reads one committed file back. */
final class VerifyInheritedFn extends DoFn<DataFile, DataFile> {
  private static final long serialVersionUID = 1L;

  private final Scope run;
  private final String since;

  VerifyInheritedFn(Scope run, String since) {
    this.run = run;
    this.since = since;
  }

  @ProcessElement
  public void read(@Element DataFile file, OutputReceiver<DataFile> out) {
    FilePlace place = FilePlace.of(run.root(), file.path());
    VerifyInherited.requireWhole(place.root(), List.of(place.own(file)), Instant.parse(since));
    out.output(file);
  }
}
