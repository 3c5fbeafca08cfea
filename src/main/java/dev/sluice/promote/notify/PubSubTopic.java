// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.notify;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.api.gax.rpc.ApiException;
import com.google.cloud.pubsub.v1.TopicAdminClient;
import com.google.cloud.pubsub.v1.TopicAdminSettings;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import io.grpc.ManagedChannelBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Publishes messages to a topic of Google Cloud Pub/Sub. The attributes {@code id}, {@code type},
 * {@code pipeline} and {@code run_id} let subscriptions filter, and receivers see what they had.
 */
final class PubSubTopic {
  /** The environment variable by which Google's own clients find a server that stands in. */
  static final String EMULATOR = "PUBSUB_EMULATOR_HOST";

  /** Transient errors are tried again for so long, with growing pauses. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String name;
  private final @Nullable String emulator;

  private PubSubTopic(String name, @Nullable String emulator) {
    this.name = name;
    this.emulator = emulator;
  }

  /** A topic, reached with the credentials of the environment. */
  static PubSubTopic fromEnvironment(String name) {
    return new PubSubTopic(name, System.getenv(EMULATOR));
  }

  /**
   * Publishes a message.
   *
   * @throws IOException when the service did not take it; it may have arrived
   */
  void publish(Message message) throws IOException {
    PubsubMessage published =
        PubsubMessage.newBuilder()
            .setData(ByteString.copyFromUtf8(message.json()))
            .putAttributes("id", message.id())
            .putAttributes("type", message.type())
            .putAttributes("pipeline", message.data().pipeline())
            .putAttributes("run_id", message.data().runId())
            .build();
    try (TopicAdminClient client = TopicAdminClient.create(settings())) {
      client.publish(name, List.of(published));
    } catch (ApiException e) {
      throw new IOException("%s (%s)".formatted(e.getMessage(), e.getStatusCode().getCode()), e);
    }
  }

  private TopicAdminSettings settings() throws IOException {
    TopicAdminSettings.Builder settings = TopicAdminSettings.newBuilder();
    settings
        .publishSettings()
        .setRetrySettings(
            settings.publishSettings().getRetrySettings().toBuilder()
                .setTotalTimeoutDuration(PATIENCE)
                .build());
    if (emulator != null && !emulator.isEmpty()) {
      settings
          .setCredentialsProvider(NoCredentialsProvider.create())
          .setTransportChannelProvider(
              InstantiatingGrpcChannelProvider.newBuilder()
                  .setEndpoint(emulator)
                  .setChannelConfigurator(ManagedChannelBuilder::usePlaintext)
                  .build());
    }
    return settings.build();
  }
}
