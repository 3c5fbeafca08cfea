// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.runner;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import java.util.concurrent.CountDownLatch;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineResult.State;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;

class BlockingJobTest {
  @Test
  void isUnderWayUntilItsRunnerReturns() {
    CountDownLatch held = new CountDownLatch(1);
    BlockingJob job =
        BlockingJob.start(
            "sluice-shop-1",
            "flink-1:8081",
            () -> {
              await(held);
              return done();
            });
    assertThat(job.getState(), is(State.RUNNING));
    assertThat(job.waitUntilFinish(Duration.millis(1)), is(State.RUNNING));
    assertThat(job.metrics().allMetrics().getCounters().iterator().hasNext(), is(false));
    held.countDown();
    assertThat(job.waitUntilFinish(), is(State.DONE));
    assertThat(job.getState(), is(State.DONE));
    assertThat(RemoteJob.of(job), is(new RemoteJob("sluice-shop-1", "flink-1:8081")));
  }

  @Test
  void saysWhatLiesBelowAFailure() {
    RuntimeException failure =
        new IllegalStateException("Job failed", new IllegalArgumentException("No slots\nat all"));
    PipelineException e = assertThrows(PipelineException.class, () -> failed(failure));
    assertThat(e.code(), is(ErrorCode.JOB_FAILED));
    assertThat(
        e.getMessage(),
        is(
            "Job sluice-shop-1 at flink-1:8081 failed: No slots. Run the same command again once that is mended."));
  }

  @Test
  void passesOurOwnTroubleOn() {
    PipelineException ours = new PipelineException(ErrorCode.LAKE_READ, "The lake is away");
    RuntimeException failure = new IllegalStateException("Job failed", ours);
    assertThat(assertThrows(PipelineException.class, () -> failed(failure)), sameInstance(ours));
  }

  private static void failed(RuntimeException failure) {
    State unused =
        BlockingJob.start(
                "sluice-shop-1",
                "flink-1:8081",
                () -> {
                  throw failure;
                })
            .waitUntilFinish();
  }

  private static PipelineResult done() {
    PipelineResult result = Pipeline.create(PipelineOptionsFactory.create()).run();
    State unused = result.waitUntilFinish();
    return result;
  }

  private static void await(CountDownLatch held) {
    try {
      held.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
