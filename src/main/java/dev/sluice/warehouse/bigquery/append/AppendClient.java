// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery.append;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteClient;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteSettings;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.warehouse.bigquery.client.Retries;
import io.grpc.ManagedChannelBuilder;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Talks to BigQuery's Storage Write API; nothing is opened before it is first needed. */
public final class AppendClient implements AutoCloseable {
  private static final Duration LONGEST_CALL = Duration.ofMinutes(1);

  private final @Nullable String endpoint;
  private final Retries retries;
  private @Nullable BigQueryWriteClient client;

  /**
   * A client with application default credentials, unless an endpoint is given.
   *
   * @param endpoint of a server that stands in, as {@code host:port}, to which calls carry no
   *     credentials; null for Google's own
   */
  public AppendClient(@Nullable String endpoint, Retries retries) {
    this.endpoint = endpoint;
    this.retries = retries;
  }

  Retries retries() {
    return retries;
  }

  synchronized BigQueryWriteClient service() {
    if (client == null) {
      try {
        client = BigQueryWriteClient.create(settings());
      } catch (IOException e) {
        throw new PipelineException(
            ErrorCode.WAREHOUSE,
            "Cannot reach BigQuery's Storage Write API: %s. Log in with `gcloud auth application-default login`, or run with a service account"
                .formatted(e.getMessage()),
            e);
      }
    }
    return client;
  }

  private BigQueryWriteSettings settings() throws IOException {
    BigQueryWriteSettings.Builder settings = BigQueryWriteSettings.newBuilder();
    if (endpoint != null) {
      settings.setCredentialsProvider(NoCredentialsProvider.create());
      settings.setTransportChannelProvider(
          InstantiatingGrpcChannelProvider.newBuilder()
              .setEndpoint(endpoint)
              .setChannelConfigurator(ManagedChannelBuilder::usePlaintext)
              .build());
    }
    // Calls are tried again here, so that there is one rule for how often.
    settings.applyToAllUnaryMethods(
        call -> {
          var unused = call.setSimpleTimeoutNoRetriesDuration(LONGEST_CALL);
          return null;
        });
    return settings.build();
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.close();
      client = null;
    }
  }
}
