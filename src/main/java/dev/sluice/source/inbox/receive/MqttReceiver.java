// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.inbox.receive;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3ClientBuilder;
import com.hivemq.client.mqtt.mqtt3.message.auth.Mqtt3SimpleAuth;
import com.hivemq.client.mqtt.mqtt3.message.auth.Mqtt3SimpleAuthBuilder;
import com.hivemq.client.mqtt.mqtt3.message.connect.connack.Mqtt3ConnAck;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.Mqtt3Subscription;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.suback.Mqtt3SubAck;
import dev.sluice.error.PipelineException;
import dev.sluice.source.message.Message;
import dev.sluice.spec.receive.Receiver.Mqtt;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Subscribes to topics of MQTT 3.1.1 at least once, in a session that the broker keeps: what comes
 * while nobody receives waits there. A message is acknowledged once it landed.
 */
final class MqttReceiver implements Receivers.MessageReceiver {
  private static final long PATIENCE_SECONDS = 20;
  private static final long CLOSING_SECONDS = 5;

  private final Inlet inlet;
  private final Mqtt source;
  private final Mqtt3AsyncClient client;
  private final Acknowledging acknowledging;
  private final CompletableFuture<Void> subscribed = new CompletableFuture<>();
  private volatile boolean isClosed;

  private MqttReceiver(Inlet inlet, Mqtt source, @Nullable String password) {
    this.inlet = inlet;
    this.source = source;
    this.acknowledging = new Acknowledging(inlet.landing());
    Mqtt3ClientBuilder builder =
        MqttClient.builder()
            .useMqttVersion3()
            .identifier(source.clientId())
            .serverHost(source.broker().host())
            .serverPort(source.broker().port())
            .automaticReconnectWithDefaultConfig()
            .addConnectedListener(context -> subscribe());
    builder = source.broker().isEncrypted() ? builder.sslWithDefaultConfig() : builder;
    builder = source.broker().user().isEmpty() ? builder : builder.simpleAuth(login(password));
    this.client = builder.buildAsync();
  }

  private Mqtt3SimpleAuth login(@Nullable String password) {
    Mqtt3SimpleAuthBuilder.Complete login =
        Mqtt3SimpleAuth.builder().username(source.broker().user());
    return password == null
        ? login.build()
        : login.password(password.getBytes(StandardCharsets.UTF_8)).build();
  }

  /** Connects, and begins to take what comes. */
  static MqttReceiver start(Inlet inlet, Mqtt source) {
    MqttReceiver receiver =
        new MqttReceiver(inlet, source, Brokers.password(inlet, source.broker()));
    try {
      receiver.connect();
      return receiver;
    } catch (ExecutionException | TimeoutException e) {
      receiver.close();
      receiver.end();
      throw receiver.failure(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw receiver.failure(e);
    }
  }

  private void connect() throws ExecutionException, TimeoutException, InterruptedException {
    // What the session holds comes at once, before anything is subscribed to.
    client.publishes(MqttGlobalPublishFilter.ALL, this::take, true);
    CompletableFuture<Mqtt3ConnAck> connected =
        client
            .connectWith()
            .cleanSession(false)
            .send()
            .whenComplete(
                (done, failed) -> {
                  if (failed != null) {
                    boolean unusedFirst = subscribed.completeExceptionally(failed);
                  }
                });
    subscribed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    Mqtt3ConnAck unused = connected.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Again with each connection: a broker may have lost its sessions. */
  private void subscribe() {
    List<Mqtt3Subscription> wanted =
        source.topics().stream()
            .map(
                topic ->
                    Mqtt3Subscription.builder()
                        .topicFilter(topic)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .build())
            .toList();
    CompletableFuture<Mqtt3SubAck> unusedAck =
        client
            .subscribeWith()
            .addSubscriptions(wanted)
            .send()
            .whenComplete(
                (done, failed) -> {
                  boolean unused =
                      failed == null
                          ? subscribed.complete(null)
                          : subscribed.completeExceptionally(failed);
                });
  }

  private void take(Mqtt3Publish publish) {
    if (isClosed) {
      return; // it comes again
    }
    byte[] payload = publish.getPayloadAsBytes();
    long now = System.currentTimeMillis();
    String topic = publish.getTopic().toString();
    Message.Arrival arrival = new Message.Arrival("", now, topic);
    acknowledging.take(
        new Message(-1, now, null, payload.length == 0 ? null : payload, List.of(), arrival),
        publish::acknowledge);
  }

  private PipelineException failure(@Nullable Throwable cause) {
    return Brokers.failure(inlet, "The broker %s gives nothing".formatted(source.address()), cause);
  }

  @Override
  public void require() {
    if (!client.getState().isConnected()) {
      throw failure(null);
    }
  }

  @Override
  public void close() {
    isClosed = true;
  }

  @Override
  public void end() {
    acknowledging.close();
    try {
      if (client.getState().isConnectedOrReconnect()) {
        client.disconnect().get(CLOSING_SECONDS, TimeUnit.SECONDS);
      }
    } catch (ExecutionException | TimeoutException e) {
      return; // the broker is gone, and knows what was not acknowledged
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
