// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery.client;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import com.google.cloud.bigquery.BigQueryError;
import com.google.cloud.bigquery.BigQueryException;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries again what may pass by itself, with waits that double, are spread at random, and end.
 *
 * @param attempts how often in all
 * @param first the longest wait before the second attempt
 */
public record Retries(int attempts, Duration first) {
  private static final Logger LOG = LoggerFactory.getLogger(Retries.class);

  /** About two minutes in all: as long as a quota of BigQuery's that is counted by the minute. */
  public static final Retries DEFAULT = new Retries(7, Duration.ofSeconds(2));

  private static final Duration LONGEST = Duration.ofSeconds(60);

  private static final Duration LONGEST_POLL = Duration.ofSeconds(10);

  private static final Set<Integer> CODES = Set.of(408, 412, 429, 500, 502, 503, 504);

  /** Of calls that are no requests of HTTP. */
  private static final Set<StatusCode.Code> CALLS =
      Set.of(
          StatusCode.Code.ABORTED,
          StatusCode.Code.CANCELLED,
          StatusCode.Code.DEADLINE_EXCEEDED,
          StatusCode.Code.INTERNAL,
          StatusCode.Code.RESOURCE_EXHAUSTED,
          StatusCode.Code.UNAVAILABLE);

  /** https://cloud.google.com/bigquery/docs/error-messages, read in November 2026. */
  private static final Set<String> REASONS =
      Set.of(
          "backendError",
          "internalError",
          "jobBackendError",
          "jobInternalError",
          "jobRateLimitExceeded",
          "quotaExceeded",
          "rateLimitExceeded",
          "tableUnavailable",
          "timeout");

  /** Does something that may be done twice. */
  public <T> T call(Supplier<T> action) {
    for (int attempt = 1; ; attempt++) {
      try {
        return action.get();
      } catch (BigQueryException e) {
        if (attempt >= attempts || !isPassing(e)) {
          throw e;
        }
        pause(attempt, e.getMessage());
      } catch (ApiException e) {
        if (attempt >= attempts || !isPassing(e)) {
          throw e;
        }
        pause(attempt, e.getMessage());
      }
    }
  }

  /** Whether the same call of a service may succeed later. */
  private static boolean isPassing(ApiException e) {
    return CALLS.contains(e.getStatusCode().getCode());
  }

  /** Whether the same request may succeed later. */
  static boolean isPassing(BigQueryException e) {
    return CODES.contains(e.getCode())
        || isPassing(e.getError())
        || (e.getCode() == BigQueryException.UNKNOWN_CODE
            && e.getCause() instanceof java.io.IOException);
  }

  /** Whether a job that ended so may succeed when it is run again. */
  public static boolean isPassing(@Nullable BigQueryError error) {
    return error != null && error.getReason() != null && REASONS.contains(error.getReason());
  }

  static boolean isPassing(List<BigQueryError> errors) {
    return errors.stream().anyMatch(Retries::isPassing);
  }

  /** Waits before attempt {@code attempt + 1}. */
  public void pause(int attempt, @Nullable String why) {
    LOG.info("BigQuery: {}; trying again ({} of {})", why, attempt, attempts - 1);
    pause(attempt, LONGEST);
  }

  /** Waits before a job is looked at again. */
  public void poll(int times) {
    pause(times, LONGEST_POLL);
  }

  private void pause(int attempt, Duration longest) {
    long most = Math.min(longest.toMillis(), first.toMillis() << Math.min(attempt - 1, 16));
    // Half of it at random: workers that were turned away together do not come back together.
    long wait = most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1);
    try {
      Thread.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PipelineException(ErrorCode.WAREHOUSE, "Stopped while waiting for BigQuery", e);
    }
  }
}
