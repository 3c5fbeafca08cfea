// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.inbox.receive;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import dev.sluice.error.PipelineException;
import dev.sluice.source.message.Message;
import dev.sluice.spec.receive.Receiver.RabbitMq;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Consumes a queue of RabbitMQ, and acknowledges each message once it landed. The client connects
 * again by itself.
 */
final class RabbitReceiver implements Receivers.MessageReceiver {
  /** So many may be under way that are not acknowledged. */
  private static final int PREFETCH = 1_000;

  private static final int PATIENCE_MILLIS = 20_000;
  private static final int CLOSING_MILLIS = 5_000;

  private final Inlet inlet;
  private final RabbitMq source;
  private final Acknowledging acknowledging;
  private final Connection connection;
  private final Channel channel;
  private volatile boolean isClosed;
  private volatile boolean isCancelled;

  private RabbitReceiver(Inlet inlet, RabbitMq source, Connection connection) throws IOException {
    this.inlet = inlet;
    this.source = source;
    this.acknowledging = new Acknowledging(inlet.landing());
    this.connection = connection;
    this.channel = connection.createChannel();
    channel.basicQos(PREFETCH);
  }

  /** Connects, and begins to consume. */
  static RabbitReceiver start(Inlet inlet, RabbitMq source) {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost(source.broker().host());
    factory.setPort(source.broker().port());
    factory.setVirtualHost(source.vhost());
    factory.setConnectionTimeout(PATIENCE_MILLIS);
    if (!source.broker().user().isEmpty()) {
      factory.setUsername(source.broker().user());
    }
    String password = Brokers.password(inlet, source.broker());
    if (password != null) {
      factory.setPassword(password);
    }
    try {
      if (source.broker().isEncrypted()) {
        factory.useSslProtocol(SSLContext.getDefault());
        factory.enableHostnameVerification();
      }
      Connection connection = factory.newConnection("sluice " + inlet.table());
      try {
        RabbitReceiver receiver = new RabbitReceiver(inlet, source, connection);
        String unused =
            receiver.channel.basicConsume(
                source.queue(),
                false,
                (tag, delivery) -> receiver.take(delivery),
                tag -> receiver.isCancelled = true);
        return receiver;
      } catch (IOException e) {
        connection.abort();
        throw e;
      }
    } catch (IOException | TimeoutException | GeneralSecurityException e) {
      throw failure(inlet, source, e.getCause() == null ? e : e.getCause());
    }
  }

  private void take(Delivery delivery) {
    if (isClosed) {
      return; // it comes again
    }
    long tag = delivery.getEnvelope().getDeliveryTag();
    acknowledging.take(message(delivery), () -> acknowledge(tag));
  }

  private void acknowledge(long tag) {
    try {
      channel.basicAck(tag, false);
    } catch (IOException | AlreadyClosedException e) {
      return; // it comes again
    }
  }

  private Message message(Delivery delivery) {
    AMQP.BasicProperties about = delivery.getProperties();
    long now = System.currentTimeMillis();
    Date sent = about.getTimestamp();
    String id = about.getMessageId() == null ? "" : about.getMessageId();
    String exchange = delivery.getEnvelope().getExchange();
    byte[] body = delivery.getBody();
    return new Message(
        -1,
        sent == null ? now : sent.toInstant().toEpochMilli(),
        delivery.getEnvelope().getRoutingKey().getBytes(StandardCharsets.UTF_8),
        body.length == 0 ? null : body,
        headers(about),
        new Message.Arrival(id, now, exchange.isEmpty() ? source.queue() : exchange));
  }

  private static List<Message.Header> headers(AMQP.BasicProperties about) {
    List<Message.Header> headers = new ArrayList<>();
    if (about.getHeaders() != null) {
      about.getHeaders().forEach((name, value) -> add(headers, name, value));
    }
    add(headers, "content-type", about.getContentType());
    add(headers, "correlation-id", about.getCorrelationId());
    add(headers, "type", about.getType());
    add(headers, "app-id", about.getAppId());
    return headers;
  }

  private static void add(List<Message.Header> headers, String name, @Nullable Object value) {
    if (value != null) {
      headers.add(new Message.Header(name, String.valueOf(value).getBytes(StandardCharsets.UTF_8)));
    }
  }

  private static PipelineException failure(
      Inlet inlet, RabbitMq source, @Nullable Throwable cause) {
    return Brokers.failure(
        inlet, "RabbitMQ at %s gives nothing".formatted(source.address()), cause);
  }

  @Override
  public void require() {
    if (!connection.isOpen() || isCancelled) {
      throw failure(inlet, source, null);
    }
  }

  @Override
  public void close() {
    isClosed = true;
  }

  @Override
  public void end() {
    acknowledging.close();
    connection.abort(CLOSING_MILLIS);
  }
}
