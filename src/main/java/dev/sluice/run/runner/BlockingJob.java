// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.runner;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.error.Unexpected;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricResults;
import org.joda.time.Duration;

/** A job of a runner that returns only once it ended: a thread of its own waits for it. */
final class BlockingJob implements PipelineResult {
  private final CompletableFuture<PipelineResult> ended = new CompletableFuture<>();
  private final String name;
  private final String place;
  private final Thread waiting;

  private BlockingJob(String name, String place, Supplier<PipelineResult> job) {
    this.name = name;
    this.place = place;
    this.waiting = new Thread(() -> await(job), "sluice-job");
    waiting.setDaemon(true);
  }

  /**
   * Starts a job, and returns at once.
   *
   * @param name by which it is known
   * @param place where it runs, as messages say it
   */
  static BlockingJob start(String name, String place, Supplier<PipelineResult> job) {
    BlockingJob started = new BlockingJob(name, place, job);
    started.waiting.start();
    return started;
  }

  String name() {
    return name;
  }

  String place() {
    return place;
  }

  private void await(Supplier<PipelineResult> job) {
    try {
      ended.complete(job.get());
    } catch (Throwable e) { // whoever waits is told
      ended.completeExceptionally(e);
    }
  }

  @Override
  public State getState() {
    if (!ended.isDone()) {
      return State.RUNNING;
    }
    return ended.isCompletedExceptionally() ? State.FAILED : ended.join().getState();
  }

  /** Lets go of it: what the runner does with a job for which nobody waits is the runner's. */
  @Override
  public State cancel() {
    waiting.interrupt();
    return getState();
  }

  @Override
  public State waitUntilFinish(Duration duration) {
    try {
      return ended.get(duration.getMillis(), TimeUnit.MILLISECONDS).getState();
    } catch (TimeoutException e) {
      return State.RUNNING;
    } catch (ExecutionException e) {
      throw thrown(Objects.requireNonNull(e.getCause()));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  @Override
  public State waitUntilFinish() {
    try {
      return ended.get().getState();
    } catch (ExecutionException e) {
      throw thrown(Objects.requireNonNull(e.getCause()));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private RuntimeException thrown(Throwable cause) {
    PipelineException known = Unexpected.of(cause);
    return known.code() == ErrorCode.INTERNAL && known.getCause() == cause
        ? new PipelineException(
            ErrorCode.JOB_FAILED,
            "Job %s at %s failed: %s. Run the same command again once that is mended."
                .formatted(name, place, deepest(cause)),
            cause)
        : known;
  }

  /** What lies below all that was said of it on its way here. */
  private static String deepest(Throwable cause) {
    Throwable last = cause;
    while (last.getCause() != null && last.getCause() != last) {
      last = last.getCause();
    }
    return String.valueOf(last.getMessage()).lines().findFirst().orElse(last.toString());
  }

  private static PipelineException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new PipelineException(ErrorCode.JOB_FAILED, "Nobody waits for the job any more", e);
  }

  @Override
  public MetricResults metrics() {
    return ended.isDone() && !ended.isCompletedExceptionally()
        ? ended.join().metrics()
        : MetricsContainerStepMap.asAttemptedOnlyMetricResults(new MetricsContainerStepMap());
  }
}
