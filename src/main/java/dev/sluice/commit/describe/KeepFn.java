// SPDX-License-Identifier: Apache-2.0
package dev.sluice.commit.describe;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.fact.Fact;
import dev.sluice.stats.TableStats;
import dev.sluice.store.object.ObjectStore;
import dev.sluice.table.file.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Writes the sum over a table's new files where the attempt keeps what nobody needs later. */
final class KeepFn extends DoFn<KV<String, TableStats>, Fact> {
  private static final long serialVersionUID = 1L;

  private final Scope run;

  KeepFn(Scope run) {
    this.run = run;
  }

  @ProcessElement
  public void keep(@Element KV<String, TableStats> sum, OutputReceiver<Fact> out) {
    String path = run.scratch() + "/stats/" + UUID.randomUUID() + ".stats";
    try {
      ObjectStore store = ObjectStore.of(run.root());
      Path unused = Files.write(store.draft(path), sum.getValue().bytes());
      store.land(path);
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE,
          "Cannot write %s: %s. Nothing was committed; run again.".formatted(run.absolute(path), e),
          e);
    }
    out.output(new Fact.Described(sum.getKey(), path));
  }
}
