// SPDX-License-Identifier: Apache-2.0
package dev.sluice.commit;

import dev.sluice.fact.Fact;
import dev.sluice.table.file.Scope;
import dev.sluice.table.read.FileDamage;
import java.util.HashSet;
import java.util.Set;
import org.apache.beam.sdk.transforms.DoFn;

/**
 * Compares a landed file with what was noted when it was written. One that no attempt at the run
 * wrote is taken over from the state before.
 */
final class VerifyLandedFn extends DoFn<Fact, Fact> {
  private static final long serialVersionUID = 1L;

  private final Scope run;
  private final HashSet<String> attempts;

  VerifyLandedFn(Scope run, Set<String> attempts) {
    this.run = run;
    this.attempts = new HashSet<>(attempts);
  }

  @ProcessElement
  public void verify(@Element Fact fact, OutputReceiver<Fact> out) {
    if (fact instanceof Fact.Live live && isLanded(live.file().path())) {
      VerifyLanded.require(run, live.file(), FileDamage.of(run.root(), live.file()));
    }
    out.output(fact);
  }

  private boolean isLanded(String path) {
    return run.isOwn(path) || attempts.stream().anyMatch(attempt -> Scope.isOf(attempt, path));
  }
}
