// SPDX-License-Identifier: Apache-2.0
package dev.sluice.graph;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.commit.checkpoint.RunFolder;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.Unexpected;
import dev.sluice.plan.PlannedRun;
import dev.sluice.plan.RunRequest;
import dev.sluice.run.PipelineRun;
import dev.sluice.run.runner.Runner;
import dev.sluice.runs.SmallShop;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.parse.SpecParser;
import dev.sluice.table.Verdict;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A graph whose launcher is gone does all by itself, but for what the next command clears. */
class WithoutLauncherTest {
  private static final Instant TIME = Instant.parse("2026-03-01T06:00:00Z");

  private @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"auto, run.published", "manual, run.staged"})
  void sendsTheMessageItself(String approve, String type) throws IOException {
    String run = runOf(approve);
    List<String> messages = Files.readAllLines(folder.resolve("notices.ndjson"));
    assertThat(messages, hasSize(1));
    assertThat(new ObjectMapper().readTree(messages.get(0)).get("type").asText(), is(type));
    assertThat(new ObjectMapper().readTree(messages.get(0)).at("/data/run_id").asText(), is(run));
    assertThat(
        Files.exists(folder.resolve("lake/production/current.json")), is(approve.equals("auto")));
  }

  @Test
  void theNextCommandClearsWhatItLeftAndSendsNothingTwice() throws IOException {
    String run = runOf("auto");
    Path checkpoints = folder.resolve("lake/" + RunFolder.RUNS + "/" + run);
    assertThat(Files.exists(checkpoints), is(true));
    assertThat(request(), is(RunRequest.of(request().spec(), request().specDigest(), TIME)));
    PipelineRun.settle(request());
    PlannedRun planned = PipelineRun.plan(request());
    assertThat(planned instanceof PlannedRun.Done, is(true));
    assertThat(Files.exists(checkpoints), is(false));
    assertThat(Files.readAllLines(folder.resolve("notices.ndjson")), hasSize(1));
  }

  /** Whoever watches the job alone must not take it for done. */
  @Test
  void endsAsFailedWhenAGateHeldItBack() {
    String lake = folder.resolve("lake").toString();
    RuntimeException e = failureOf("checks: [{row_count: {min: 5}}]");
    List<Manifest> failed = ManifestStore.failed(lake);
    assertThat(failed, hasSize(1));
    assertThat(failed.get(0).verdicts().stream().anyMatch(Verdict::blocks), is(true));
    assertThat(
        Unexpected.of(e).getMessage(),
        is(
            "Run %s failed, nothing was committed: sales: row_count: {min: 5} is 1, expected at least 5"
                .formatted(failed.get(0).run().id())));
    assertThat(Unexpected.of(e).code(), is(ErrorCode.CHECK_FAILED));
    assertThat(ManifestStore.at(lake, 1).isPresent(), is(false));
    assertThat(Files.exists(folder.resolve("notices.ndjson")), is(false));
  }

  @Test
  void endsAsFailedWhenARuleSaysSo() {
    RuntimeException e = failureOf("rules: [{name: cheap, sql: amount < 1, severity: fail}]");
    assertThat(Unexpected.of(e).code(), is(ErrorCode.RULE_BROKEN));
    String lake = folder.resolve("lake").toString();
    assertThat(ManifestStore.at(lake, 1).isPresent(), is(false));
    assertThat(Files.exists(folder.resolve("notices.ndjson")), is(false));
  }

  private RuntimeException failureOf(String quality) {
    SmallShop unused =
        new SmallShop(folder)
            .specWithModels(
                "{csv: data/*.csv}",
                "publish: {approve: auto, notify: \"file:notices.ndjson\"}\n",
                quality)
            .data("a.csv", "id,shop,amount,at\n1,a,2.50,2026-01-01\n");
    return assertThrows(
        RuntimeException.class, () -> ChangedRun.ofAJob(folder, TIME, pipeline -> {}));
  }

  private String runOf(String approve) {
    SmallShop shop =
        new SmallShop(folder)
            .specWithModels(
                "{csv: data/*.csv}",
                "publish: {approve: %s, notify: \"file:notices.ndjson\"}\n".formatted(approve))
            .data("a.csv", "id,shop,amount,at\n1,a,2.50,2026-01-01\n");
    PlannedRun.Ready ready = (PlannedRun.Ready) PipelineRun.plan(request());
    Pipeline pipeline = Pipeline.create(Runner.direct().options(ready.spec(), ready.runId()));
    PipelineGraph.build(pipeline, ready.spec(), ready.written(), PipelineGraph.Host.WORKERS);
    assertThat(pipeline.run().waitUntilFinish(), is(PipelineResult.State.DONE));
    assertThat(shop.folder, is(folder));
    return ready.runId();
  }

  private RunRequest request() {
    Parsed parsed = SpecParser.parse(folder);
    return RunRequest.of(Objects.requireNonNull(parsed.spec()), parsed.digest(), TIME);
  }
}
