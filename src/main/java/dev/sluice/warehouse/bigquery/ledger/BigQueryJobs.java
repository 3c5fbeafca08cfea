// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery.ledger;

import com.google.cloud.bigquery.BigQueryError;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobConfiguration;
import com.google.cloud.bigquery.JobId;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.JobStatus;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.warehouse.bigquery.client.BigQueryService;
import dev.sluice.warehouse.bigquery.client.Retries;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Runs jobs, each once: a job's id follows from what it does, so that one whose answer was lost, or
 * that a process which died had begun, is found and waited for instead of run again.
 *
 * <p>BigQuery never forgets an id within the time that matters here. A job that failed, or whose
 * result is gone, is therefore run again as its next generation, under an id of its own.
 */
public final class BigQueryJobs {
  /** Far more than ever fail; only keeps a defect from asking for ever. */
  private static final int GENERATIONS = 500;

  private final BigQueryService service;
  private final @Nullable String location;

  public BigQueryJobs(BigQueryService service, @Nullable String location) {
    this.service = service;
    this.location = location;
  }

  /**
   * Runs a job to its end.
   *
   * @param what for messages, such as {@code "Cannot load …"}
   * @param key of what it does; equal for equal work
   * @param isThere whether the result of a job that an earlier attempt ran can still be used
   * @throws PipelineException WAREHOUSE when it fails, and again for as long as it may be retried
   */
  public Job run(String what, String key, JobConfiguration work, Predicate<Job> isThere) {
    int failures = 0;
    for (int generation = 0; generation < GENERATIONS; generation++) {
      JobId id =
          JobId.newBuilder()
              .setProject(service.place().project())
              .setJob(key + "_g" + generation)
              .setLocation(location)
              .build();
      Job found = find(id);
      Job job = await(found == null ? submit(id, work) : found);
      BigQueryError error = errorOf(job);
      if (error == null && (found == null || isThere.test(job))) {
        return job;
      }
      if (error != null && found == null) {
        requireFirst(error);
        failures++;
        if (isOurs(error)
            || !Retries.isPassing(error)
            || failures >= service.retries().attempts()) {
          throw BigQueryRefusal.of(what, error);
        }
        service.retries().pause(failures, error.getMessage());
      }
    }
    throw new PipelineException(
        ErrorCode.WAREHOUSE, what + ": " + GENERATIONS + " jobs " + key + " came to nothing");
  }

  private @Nullable Job find(JobId id) {
    return service.retries().call(() -> service.client().getJob(id));
  }

  /** Whatever the answer to the request was: if the job is there now, it is that one. */
  private Job submit(JobId id, JobConfiguration work) {
    return service
        .retries()
        .call(
            () -> {
              try {
                return service.client().create(JobInfo.of(id, work));
              } catch (BigQueryException e) {
                Job accepted = service.client().getJob(id);
                if (accepted == null) {
                  throw e;
                }
                return accepted;
              }
            });
  }

  private Job await(Job begun) {
    Job job = begun;
    for (int poll = 1; !JobStatus.State.DONE.equals(job.getStatus().getState()); poll++) {
      service.retries().poll(poll);
      Job now = find(job.getJobId());
      if (now == null) {
        throw new PipelineException(
            ErrorCode.WAREHOUSE,
            "The job "
                + job.getJobId().getJob()
                + " is gone from BigQuery; nothing is shown of it. Run the same command again");
      }
      job = now;
    }
    return job;
  }

  /** Thrown when a transaction found that another one had changed what it read. */
  public static final class OvertakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OvertakenException(String message) {
      super(message);
    }
  }

  /** Whether a statement of ours said so: it would say it again. */
  private static boolean isOurs(BigQueryError error) {
    return String.valueOf(error.getMessage()).contains("sluice: ");
  }

  private static void requireFirst(BigQueryError error) {
    String message = String.valueOf(error.getMessage());
    if (message.contains(BigQueryLedger.OVERTAKEN)
        || message.contains("due to concurrent update")) {
      throw new OvertakenException(message);
    }
  }

  private static @Nullable BigQueryError errorOf(Job job) {
    return job.getStatus().getError();
  }
}
