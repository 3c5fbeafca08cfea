// SPDX-License-Identifier: Apache-2.0
package dev.sluice.commit.checkpoint;

import dev.sluice.commit.Commit;
import dev.sluice.commit.checkpoint.Checkpoint.Finished;
import dev.sluice.fact.Fact;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;

/** Writes the note, then lets the facts pass. */
final class CheckpointFn extends DoFn<List<Fact>, Fact> {
  private static final long serialVersionUID = 1L;

  private final Commit.Draft draft;
  private final String table;

  CheckpointFn(Commit.Draft draft, String table) {
    this.draft = draft;
    this.table = table;
  }

  @ProcessElement
  public void note(@Element List<Fact> facts, OutputReceiver<Fact> out) {
    RunFolder folder = new RunFolder(draft.run().root(), draft.runId());
    folder.finish(new Finished(Finished.VERSION, table, draft.run().attempt(), facts));
    facts.forEach(out::output);
  }
}
