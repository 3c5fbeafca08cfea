// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.runner;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import org.apache.beam.runners.dataflow.DataflowJobAlreadyExistsException;
import org.apache.beam.runners.dataflow.DataflowPipelineJob;
import org.apache.beam.runners.dataflow.util.DataflowTemplateJob;
import org.apache.beam.runners.dataflow.util.MonitoringUtil;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineResult.State;
import org.jspecify.annotations.Nullable;

/**
 * A job that runs elsewhere.
 *
 * @param id by which its service knows it; empty for a template, which is not run yet
 * @param page where a person looks at it; empty for a template
 */
public record RemoteJob(String id, String page) {
  public static RemoteJob of(PipelineResult result) {
    if (result instanceof DataflowPipelineJob job && !(result instanceof DataflowTemplateJob)) {
      return new RemoteJob(
          job.getJobId(),
          MonitoringUtil.getJobMonitoringPageURL(
              job.getProjectId(), job.getRegion(), job.getJobId()));
    }
    return result instanceof BlockingJob job
        ? new RemoteJob(job.name(), job.place())
        : new RemoteJob("", "");
  }

  /** Whether only a template was made, which somebody else runs. */
  public boolean isTemplate() {
    return id.isEmpty();
  }

  /** The runner did not take the job. */
  public static PipelineException notStarted(Runner runner, RuntimeException e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof PipelineException ours) {
        return ours;
      }
      if (t instanceof DataflowJobAlreadyExistsException twice) {
        return new PipelineException(
            ErrorCode.ALREADY_RUNNING,
            "This run is under way already, as job %s. Wait for it, or cancel it."
                .formatted(twice.getJob().getJobId()),
            e);
      }
    }
    String message = String.valueOf(e.getMessage());
    return e instanceof IllegalArgumentException
        ? Runner.invalid("%s refuses its options: %s".formatted(runner.name(), message))
        : new PipelineException(
            ErrorCode.JOB_FAILED,
            "%s did not take the job: %s. Run the same command again: if it had taken the job, you are told so."
                .formatted(runner.name(), message),
            e);
  }

  public void requireDone(@Nullable State state) {
    if (state == State.DONE) {
      return;
    }
    String what =
        state == State.FAILED
            ? "failed"
            : state == State.CANCELLED ? "was cancelled" : "ended as " + state;
    throw new PipelineException(
        ErrorCode.JOB_FAILED, "Job %s %s. Its log says why: %s".formatted(id, what, page));
  }
}
