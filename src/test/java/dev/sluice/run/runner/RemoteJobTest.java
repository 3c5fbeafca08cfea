// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.runner;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.fixture.Bucket;
import dev.sluice.fixture.JobService;
import dev.sluice.fixture.JobService.Answer;
import dev.sluice.run.PipelineRun;
import dev.sluice.runs.SmallShop;
import dev.sluice.store.document.DocumentStore;
import dev.sluice.table.Verdict;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.log.ManifestWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dataflow's own client against a service that takes a job, and runs nothing. */
class RemoteJobTest {
  private static final String PAGE =
      "https://console.cloud.google.com/dataflow/jobs/europe-west1/%s?project=p-test"
          .formatted(JobService.ID);

  private @TempDir Path folder;

  @BeforeEach
  void write() {
    SmallShop unused =
        new SmallShop(folder)
            .spec("{csv: data/*.csv}")
            .data("a.csv", "id,shop,amount,at\n1,a,2.50,2026-01-01\n");
  }

  @Test
  void isKnownByIdAndPageAtOnce() throws IOException {
    try (Bucket bucket = Bucket.open();
        JobService service = JobService.open(Answer.TAKEN, "JOB_STATE_RUNNING")) {
      RemoteJob job = start(bucket, service).job().orElseThrow();
      assertThat(job, is(new RemoteJob(JobService.ID, PAGE)));
      assertThat(job.isTemplate(), is(false));
    }
  }

  /** The service tells by the request's id that it is the same, so that one job runs. */
  @Test
  void isFoundAgainWhenTheAnswerWasLost() throws IOException {
    try (Bucket bucket = Bucket.open();
        JobService service = JobService.open(Answer.LOST, "JOB_STATE_RUNNING")) {
      RemoteJob job = start(bucket, service).job().orElseThrow();
      assertThat(job, is(new RemoteJob(JobService.ID, PAGE)));
      assertThat(service.requests(), is(2));
    }
  }

  @ParameterizedTest
  @CsvSource({"JOB_STATE_FAILED, failed", "JOB_STATE_CANCELLED, was cancelled"})
  void aJobThatDidNotEndWellLeavesEvidence(String state, String what) throws IOException {
    try (Bucket bucket = Bucket.open();
        JobService service = JobService.open(Answer.TAKEN, state)) {
      PipelineRun run = start(bucket, service);
      PipelineException e = assertThrows(PipelineException.class, run::await);
      assertThat(e.code(), is(ErrorCode.JOB_FAILED));
      assertThat(
          e.getMessage(),
          is("Job %s %s. Its log says why: %s".formatted(JobService.ID, what, PAGE)));
      List<Manifest> failed = ManifestStore.failed(lake());
      assertThat(failed, hasSize(1));
      assertThat(failed.get(0).run().reason(), is("JOB_FAILED: " + e.getMessage()));
    }
  }

  /** Its last step fails for that alone, and who waits is told what the gates said. */
  @Test
  void aJobWhoseGatesHeldItsRunBackGivesTheEvidence() throws IOException {
    try (Bucket bucket = Bucket.open();
        JobService service = JobService.open(Answer.TAKEN, "JOB_STATE_FAILED")) {
      PipelineRun run = start(bucket, service);
      Verdict verdict = new Verdict("sales", "row_count", "fail", false, "1", "5 or more");
      Manifest.Stamp stamp =
          new Manifest.Stamp(
              "run", run.attempt(), "at", "at", "at", "", Manifest.Inputs.UNKNOWN, "why");
      Manifest evidence =
          new Manifest(
              Manifest.VERSION,
              0,
              "small",
              stamp,
              Manifest.Outcome.FAILED,
              List.of(),
              List.of(verdict),
              "");
      ManifestWriter.recordFailure(DocumentStore.of(lake()), evidence);
      assertThat(run.await(), is(evidence));
      assertThat(ManifestStore.failed(lake()), hasSize(1));
    }
  }

  @Test
  void theSameRunTwiceIsRefused() throws IOException {
    try (Bucket bucket = Bucket.open();
        JobService service = JobService.open(Answer.THERE_ALREADY, "JOB_STATE_RUNNING")) {
      PipelineException e = assertThrows(PipelineException.class, () -> start(bucket, service));
      assertThat(e.code(), is(ErrorCode.ALREADY_RUNNING));
      assertThat(
          e.getMessage(),
          is(
              "This run is under way already, as job %s. Wait for it, or cancel it."
                  .formatted(JobService.ID)));
      assertThat(ManifestStore.failed(lake()), is(empty()));
    }
  }

  @Test
  void aServiceThatDoesNotTakeTheJobLeavesEvidenceAndNoLock() throws IOException {
    try (Bucket bucket = Bucket.open();
        JobService service = JobService.open(Answer.FORBIDDEN, "JOB_STATE_RUNNING")) {
      PipelineException e = assertThrows(PipelineException.class, () -> start(bucket, service));
      assertThat(e.code(), is(ErrorCode.JOB_FAILED));
      assertThat(e.getMessage(), containsString("DataflowRunner did not take the job: "));
      assertThat(ManifestStore.failed(lake()), hasSize(1));
      try (var locks = Files.list(folder.resolve("lake/_sluice/attempts"))) {
        assertThat(locks.toList(), is(empty()));
      }
    }
  }

  private String lake() {
    return folder.resolve("lake").toString();
  }

  private PipelineRun start(Bucket bucket, JobService service) throws IOException {
    List<String> arguments =
        new ArrayList<>(Translated.arguments(folder.resolve("job.json"), bucket.endpoint()));
    arguments.removeIf(each -> each.startsWith("--templateLocation"));
    arguments.add("--apiRootUrl=" + service.address());
    return Translated.of(folder, folder, arguments);
  }
}
