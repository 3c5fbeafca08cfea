// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.receive;

import java.io.Serializable;
import java.util.List;

/** From where messages come that are given once they are acknowledged. */
public sealed interface Receiver extends Serializable {
  /** Its key in the spec. */
  String kind();

  /** Where it is, as a URL without a secret. */
  String address();

  /** Whether it can be asked for what waits there; else messages come when their senders like. */
  boolean isAsked();

  /**
   * An endpoint of this process that takes posts.
   *
   * @param host on which it listens, as the spec says it
   * @param path that begins with a slash
   * @param token the environment variable with the token that a post must carry; empty for none
   * @param idHeader the header that holds the id of a post
   */
  record Http(String host, int port, String path, String token, String idHeader)
      implements Receiver {
    /** Unless the spec says another. */
    public static final String LOOPBACK = "127.0.0.1";

    public static final String ID_HEADER = "Idempotency-Key";

    @Override
    public String kind() {
      return "http";
    }

    @Override
    public String address() {
      return "http://" + host + ":" + port + path;
    }

    @Override
    public boolean isAsked() {
      return false;
    }
  }

  /**
   * A subscription of Google Cloud Pub/Sub.
   *
   * @param subscription {@code projects/PROJECT/subscriptions/NAME}
   * @param idAttribute the attribute that holds the id of a message; empty for Pub/Sub's own
   * @param timeAttribute the attribute that says when it happened; empty for when it was published
   */
  record PubSub(String subscription, String idAttribute, String timeAttribute) implements Receiver {
    @Override
    public String kind() {
      return "pubsub";
    }

    @Override
    public String address() {
      return "pubsub://" + subscription;
    }

    @Override
    public boolean isAsked() {
      return true;
    }
  }

  /**
   * A broker that is logged in to.
   *
   * @param user empty for none
   * @param password the environment variable that holds it; empty for none
   */
  record Broker(String host, int port, boolean isEncrypted, String user, String password)
      implements Serializable {}

  /**
   * Topics of a broker of MQTT.
   *
   * @param topics filters, in which {@code +} and {@code #} stand for levels
   * @param clientId by which the broker knows the session
   */
  record Mqtt(Broker broker, List<String> topics, String clientId) implements Receiver {
    public Mqtt {
      topics = List.copyOf(topics);
    }

    @Override
    public String kind() {
      return "mqtt";
    }

    @Override
    public String address() {
      String scheme = broker.isEncrypted() ? "mqtts" : "mqtt";
      return scheme + "://" + broker.host() + ":" + broker.port() + "/" + String.join(",", topics);
    }

    @Override
    public boolean isAsked() {
      return true;
    }
  }

  /** A queue of RabbitMQ. */
  record RabbitMq(Broker broker, String vhost, String queue) implements Receiver {
    @Override
    public String kind() {
      return "rabbitmq";
    }

    @Override
    public String address() {
      String scheme = broker.isEncrypted() ? "amqps" : "amqp";
      return "%s://%s:%d/%s".formatted(scheme, broker.host(), broker.port(), queue);
    }

    @Override
    public boolean isAsked() {
      return true;
    }
  }
}
