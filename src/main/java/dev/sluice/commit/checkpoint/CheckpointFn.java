// SPDX-License-Identifier: Apache-2.0
package dev.sluice.commit.checkpoint;

import dev.sluice.commit.Commit;
import dev.sluice.commit.checkpoint.Checkpoint.Finished;
import dev.sluice.fact.Fact;
import dev.sluice.fact.meter.StepMeter;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;

/** Writes the note, then lets the facts pass. */
final class CheckpointFn extends DoFn<List<Fact>, Fact> {
  private static final long serialVersionUID = 1L;

  private final String root;
  private final String runId;
  private final String attempt;
  private final String table;

  /** Keeps of the draft what the note needs: one such step stands for every table. */
  CheckpointFn(Commit.Draft draft, String table) {
    this.root = draft.run().root();
    this.runId = draft.runId();
    this.attempt = draft.run().attempt();
    this.table = table;
  }

  @ProcessElement
  public void note(@Element List<Fact> facts, OutputReceiver<Fact> out) {
    try (StepMeter.Turn unused = StepMeter.of("Finish " + table).begin()) {
      new RunFolder(root, runId).finish(new Finished(Finished.VERSION, table, attempt, facts));
    }
    facts.forEach(out::output);
  }
}
