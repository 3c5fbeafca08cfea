// SPDX-License-Identifier: Apache-2.0
package dev.sluice.commit;

import dev.sluice.fact.Fact;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.read.FileDamage;
import java.util.Set;
import org.apache.beam.sdk.transforms.DoFn;
import org.jspecify.annotations.Nullable;

/** Compares a landed file with what was noted when it was written. */
final class VerifyLandedFn extends DoFn<Fact, Fact> {
  private static final long serialVersionUID = 1L;

  private final Commit.Draft draft;
  private transient @Nullable Set<String> committed;

  VerifyLandedFn(Commit.Draft draft) {
    this.draft = draft;
  }

  @ProcessElement
  public void verify(@Element Fact fact, OutputReceiver<Fact> out) {
    if (fact instanceof Fact.Live live && !committed().contains(live.file().path())) {
      VerifyLanded.require(
          draft.run(), live.file(), FileDamage.of(draft.run().root(), live.file()));
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
