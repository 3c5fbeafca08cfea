// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.inbox.receive;

import com.google.api.core.ApiFuture;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.GrpcCallContext;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.api.gax.rpc.ApiCallContext;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import com.google.cloud.pubsub.v1.stub.GrpcSubscriberStub;
import com.google.cloud.pubsub.v1.stub.SubscriberStub;
import com.google.cloud.pubsub.v1.stub.SubscriberStubSettings;
import com.google.protobuf.Empty;
import com.google.protobuf.Timestamp;
import com.google.pubsub.v1.AcknowledgeRequest;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.PullRequest;
import com.google.pubsub.v1.ReceivedMessage;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.source.message.Message;
import dev.sluice.spec.receive.Receiver.PubSub;
import io.grpc.ManagedChannelBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Pulls the messages of a subscription of Google Cloud Pub/Sub, and acknowledges them once they
 * landed. Nothing is pulled while too much waits to be read.
 */
final class PubSubReceiver implements Receivers.MessageReceiver {
  /** By which Google's own clients find a server that stands in. */
  private static final String EMULATOR = "PUBSUB_EMULATOR_HOST";

  /** Of Pub/Sub: no answer is larger than 10 MB. */
  private static final int MOST_MESSAGES = 1_000;

  /** A pull that has no answer by then found nothing. */
  private static final Duration PULL = Duration.ofSeconds(5);

  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final long CLOSING_MILLIS = 10_000;

  private final Inlet inlet;
  private final PubSub subscription;
  private final SubscriberStub stub;
  private final Thread thread;
  private volatile boolean isClosed;
  private volatile boolean isAnswered;
  private volatile @Nullable ApiException trouble;

  private PubSubReceiver(Inlet inlet, PubSub subscription, SubscriberStub stub) {
    this.inlet = inlet;
    this.subscription = subscription;
    this.stub = stub;
    this.thread = new Thread(this::run, "pubsub source " + inlet.table());
    thread.setDaemon(true);
  }

  /** Begins to pull. */
  static PubSubReceiver start(Inlet inlet, PubSub subscription) {
    try {
      SubscriberStub stub = GrpcSubscriberStub.create(settings());
      PubSubReceiver receiver = new PubSubReceiver(inlet, subscription, stub);
      receiver.thread.start();
      return receiver;
    } catch (IOException e) {
      throw failure(inlet, subscription, e);
    }
  }

  private static SubscriberStubSettings settings() throws IOException {
    SubscriberStubSettings.Builder settings = SubscriberStubSettings.newBuilder();
    settings.pullSettings().setRetryableCodes(); // it is asked again anyway
    String emulator = System.getenv(EMULATOR);
    if (emulator == null || emulator.isEmpty()) {
      settings.setTransportChannelProvider(
          SubscriberStubSettings.defaultGrpcTransportProviderBuilder()
              .setMaxInboundMessageSize(20 << 20)
              .build());
    } else {
      settings
          .setCredentialsProvider(NoCredentialsProvider.create())
          .setTransportChannelProvider(
              InstantiatingGrpcChannelProvider.newBuilder()
                  .setEndpoint(emulator)
                  .setMaxInboundMessageSize(20 << 20)
                  .setChannelConfigurator(ManagedChannelBuilder::usePlaintext)
                  .build());
    }
    return settings.build();
  }

  private void run() {
    while (!isClosed) {
      if (inlet.landing().isFull()) {
        LockSupport.parkNanos(PAUSE.toNanos());
        continue;
      }
      try {
        List<ReceivedMessage> pulled = pull();
        trouble = null;
        isAnswered = true;
        if (pulled.isEmpty()) {
          LockSupport.parkNanos(PAUSE.toNanos());
        } else {
          land(pulled);
        }
      } catch (ApiException e) {
        if (e.getStatusCode().getCode() == StatusCode.Code.DEADLINE_EXCEEDED) {
          trouble = null;
          isAnswered = true;
        } else if (!isClosed) {
          trouble = e;
          LockSupport.parkNanos(AGAIN.toNanos());
        }
      }
    }
  }

  private List<ReceivedMessage> pull() {
    PullRequest request =
        PullRequest.newBuilder()
            .setSubscription(subscription.subscription())
            .setMaxMessages(MOST_MESSAGES)
            .build();
    ApiCallContext context = GrpcCallContext.createDefault().withTimeoutDuration(PULL);
    return stub.pullCallable().call(request, context).getReceivedMessagesList();
  }

  private void land(List<ReceivedMessage> pulled) {
    List<Message> messages = new ArrayList<>();
    List<String> acks = new ArrayList<>();
    long now = System.currentTimeMillis();
    for (ReceivedMessage each : pulled) {
      messages.add(message(each.getMessage(), now));
      acks.add(each.getAckId());
    }
    CompletableFuture<Void> unused =
        inlet
            .landing()
            .land(messages)
            .whenComplete(
                (done, failed) -> {
                  if (failed == null) {
                    acknowledge(acks);
                  }
                });
  }

  /** One that does not arrive costs nothing: its message comes again, and is known. */
  private void acknowledge(List<String> acks) {
    ApiFuture<Empty> unused =
        stub.acknowledgeCallable()
            .futureCall(
                AcknowledgeRequest.newBuilder()
                    .setSubscription(subscription.subscription())
                    .addAllAckIds(acks)
                    .build());
  }

  private Message message(PubsubMessage message, long now) {
    List<Message.Header> headers = new ArrayList<>();
    message
        .getAttributesMap()
        .forEach(
            (name, value) ->
                headers.add(new Message.Header(name, value.getBytes(StandardCharsets.UTF_8))));
    String key = message.getOrderingKey();
    String id = message.getAttributesOrDefault(subscription.idAttribute(), message.getMessageId());
    return new Message(
        -1,
        time(message),
        key.isEmpty() ? null : key.getBytes(StandardCharsets.UTF_8),
        message.getData().isEmpty() ? null : message.getData().toByteArray(),
        headers,
        new Message.Arrival(id, now, subscription.subscription()));
  }

  private long time(PubsubMessage message) {
    if (subscription.timeAttribute().isEmpty()) {
      Timestamp time = message.getPublishTime();
      return time.getSeconds() * 1_000 + time.getNanos() / 1_000_000;
    }
    return millis(message.getAttributesOrDefault(subscription.timeAttribute(), ""));
  }

  /** As Beam reads it: milliseconds since 1970, or RFC 3339; negative for anything else. */
  static long millis(String text) {
    try {
      return text.matches("[0-9]{1,15}")
          ? Long.parseLong(text)
          : OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeException e) {
      return -1;
    }
  }

  @Override
  public void require() {
    ApiException now = trouble;
    if (now != null) {
      throw failure(inlet, subscription, now);
    }
  }

  @Override
  public boolean isAnswered() {
    return isAnswered;
  }

  private static PipelineException failure(Inlet inlet, PubSub subscription, Exception e) {
    String what = e instanceof ApiException api ? api.getStatusCode().getCode() + ": " : "";
    return new PipelineException(
            ErrorCode.SOURCE_UNREACHABLE,
            "Pub/Sub does not give the messages of %s: %s%s. Look at its name, and at who may subscribe."
                .formatted(subscription.subscription(), what, e.getMessage()),
            e)
        .about("tables", inlet.table(), "source");
  }

  /** Pulls nothing more; what was pulled is acknowledged when it lands, until {@link #end}. */
  @Override
  public void close() {
    isClosed = true;
    try {
      thread.join(CLOSING_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void end() {
    stub.shutdown();
    try {
      boolean unused = stub.awaitTermination(CLOSING_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
