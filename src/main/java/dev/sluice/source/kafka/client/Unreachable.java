// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.kafka.client;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.spec.table.SourceSpec.Kafka;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;

/** Says in plain words why a cluster cannot be read. */
public final class Unreachable {
  private Unreachable() {}

  /** The failure that a client's exception stands for. */
  public static PipelineException because(Kafka source, Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null
        && (cause instanceof ExecutionException
            || cause.getClass().equals(org.apache.kafka.common.KafkaException.class))) {
      cause = cause.getCause();
    }
    String what;
    if (cause instanceof AuthenticationException) {
      what = "refuses who asks. Look at `properties` and `secrets` of the source";
    } else if (cause instanceof AuthorizationException) {
      what =
          "does not let the user read: "
              + cause.getMessage()
              + ". Let it describe and read the topic";
    } else if (cause instanceof TimeoutException) {
      return silent(source, cause);
    } else {
      what = "cannot be used: " + cause.getMessage();
    }
    return failure(source, what, cause);
  }

  /** Nobody answered for as long as the source waits. */
  public static PipelineException silent(Kafka source, Throwable cause) {
    return failure(
        source,
        "does not answer. Nothing was committed; run again when it does, or correct `servers`",
        cause);
  }

  private static PipelineException failure(Kafka source, String what, Throwable cause) {
    return new PipelineException(
        ErrorCode.SOURCE_UNREACHABLE,
        "Kafka at %s %s.".formatted(String.join(", ", source.cluster().servers()), what),
        cause);
  }
}
