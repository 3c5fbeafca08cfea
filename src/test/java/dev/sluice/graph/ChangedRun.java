// SPDX-License-Identifier: Apache-2.0
package dev.sluice.graph;

import dev.sluice.plan.PlannedRun;
import dev.sluice.plan.RunRequest;
import dev.sluice.run.PipelineRun;
import dev.sluice.run.runner.Runner;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.parse.SpecParser;
import dev.sluice.table.log.Manifest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;

/** Runs a folder's pipeline as {@code sluice run} does, with a change to its graph. */
public final class ChangedRun {
  private ChangedRun() {}

  public static Manifest of(Path folder, Instant createdAt, Consumer<Pipeline> change) {
    return of(folder, createdAt, Runner.direct(), change);
  }

  /** Runs the graph of a job on other machines here, and does nothing after it, as a launcher. */
  public static PipelineResult.State ofAJob(
      Path folder, Instant createdAt, Consumer<Pipeline> change) {
    Parsed parsed = SpecParser.parse(folder);
    RunRequest request =
        RunRequest.of(Objects.requireNonNull(parsed.spec()), parsed.digest(), createdAt);
    PlannedRun.Ready ready = (PlannedRun.Ready) PipelineRun.plan(request);
    Pipeline pipeline = Pipeline.create(Runner.direct().options(ready.spec(), ready.runId()));
    PipelineGraph.build(pipeline, ready.spec(), ready.written(), PipelineGraph.Host.WORKERS);
    change.accept(pipeline);
    return pipeline.run().waitUntilFinish();
  }

  /** The same with a runner of one's own. */
  public static Manifest of(
      Path folder, Instant createdAt, Runner runner, Consumer<Pipeline> change) {
    Parsed parsed = SpecParser.parse(folder);
    RunRequest request =
        RunRequest.of(Objects.requireNonNull(parsed.spec()), parsed.digest(), createdAt);
    PlannedRun.Ready ready = (PlannedRun.Ready) PipelineRun.plan(request);
    return PipelineRun.start(ready, runner, change).await();
  }
}
