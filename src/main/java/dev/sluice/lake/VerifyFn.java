// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lake;

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
      Verify.require(draft.run(), live.file(), Damage.of(draft.run().root(), live.file()));
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
}
