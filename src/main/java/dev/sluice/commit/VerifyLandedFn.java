// SPDX-License-Identifier: Apache-2.0
package dev.sluice.commit;

import dev.sluice.fact.Fact;
import dev.sluice.table.DataFile;
import dev.sluice.table.read.FileDamage;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.beam.sdk.transforms.DoFn;
import org.jspecify.annotations.Nullable;

/** Compares a landed file with what was noted when it was written. */
final class VerifyLandedFn extends DoFn<Fact, Fact> {
  private static final long serialVersionUID = 1L;

  private final Commit.Draft draft;
  private transient @Nullable Map<String, Set<String>> prior;

  VerifyLandedFn(Commit.Draft draft) {
    this.draft = draft;
  }

  @ProcessElement
  public void verify(@Element Fact fact, OutputReceiver<Fact> out) {
    if (fact instanceof Fact.Live live && !isPrior(live.file())) {
      VerifyLanded.require(
          draft.run(), live.file(), FileDamage.of(draft.run().root(), live.file()));
    }
    out.output(fact);
  }

  /** A file that is taken over from the state before; nobody has to look where this run wrote. */
  private boolean isPrior(DataFile file) {
    if (draft.run().isOwn(file.path())) {
      return false;
    }
    if (prior == null) {
      prior = new HashMap<>();
    }
    return prior
        .computeIfAbsent(
            file.table(),
            table -> draft.prior(table).stream().map(DataFile::path).collect(Collectors.toSet()))
        .contains(file.path());
  }
}
