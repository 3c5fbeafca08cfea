// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lake;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.apache.beam.sdk.transforms.DoFn;
import org.jspecify.annotations.Nullable;

/** Compares a landed file with what was noted when it was written. */
final class VerifyFn extends DoFn<Fact, Fact> {
  private static final long serialVersionUID = 1L;

  private final Commit.Draft draft;
  private transient @Nullable Set<String> committed;

  VerifyFn(Commit.Draft draft) {
    this.draft = draft;
  }

  @ProcessElement
  public void verify(@Element Fact fact, OutputReceiver<Fact> out) {
    if (fact instanceof Fact.Live live && !committed().contains(live.file().path())) {
      verify(draft.run(), live.file());
    }
    out.output(fact);
  }

  private Set<String> committed() {
    if (committed == null) {
      Manifest base = draft.base();
      committed = base == null ? Set.of() : base.paths();
    }
    return committed;
  }

  private static void verify(LakeRun run, DataFile file) {
    Verify.requireLength(run, file);
    Path path = Path.of(run.absolute(file.path()));
    try {
      if (!Checksums.sha256(path).equals(file.content().sha256())) {
        throw Verify.lost(path, "does not have the checksum with which it was landed");
      }
    } catch (IOException e) {
      throw Verify.lost(path, "cannot be read: " + e);
    }
  }
}
