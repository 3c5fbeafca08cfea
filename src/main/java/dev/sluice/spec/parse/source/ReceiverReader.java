// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.source;

import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.receive.Receiver;
import dev.sluice.spec.receive.Receiver.Broker;
import dev.sluice.spec.variable.Reference;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Field;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Section;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads from where messages are received. */
final class ReceiverReader {
  private static final Pattern ENDPOINT =
      Pattern.compile(
          "(?<host>[A-Za-z0-9._-]+|\\[[0-9a-fA-F:]+\\])?:(?<port>[0-9]{1,5})(?<path>/[A-Za-z0-9._~/-]*)");

  private static final Pattern SUBSCRIPTION =
      Pattern.compile("projects/[^/\\s]+/subscriptions/[A-Za-z][A-Za-z0-9._~+%-]{2,254}");

  private static final int MOST_PORT = 65_535;
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,64}");

  /** As MQTT 3.1.1 has it: a hash is the last level, and a plus is one. */
  private static final Pattern FILTER = Pattern.compile("(#|(\\+|[^+#/]*)(/(\\+|[^+#/]*))*(/#)?)");

  private final SpecContext reading;

  ReceiverReader(SpecContext reading) {
    this.reading = reading;
  }

  /** Reads it; null when what it lacks was reported. */
  @Nullable Receiver read(String kind, Section section) {
    return switch (kind) {
      case "http" -> http(section);
      case "pubsub" -> pubsub(section);
      case "mqtt" -> mqtt(section);
      default -> rabbitmq(section);
    };
  }

  private @Nullable Receiver http(Section section) {
    Scalar written = section.text("http");
    Map<String, String> secrets = secrets(section, "token", "CLICKS_TOKEN");
    String id = header(section);
    if (written == null || written.isBroken()) {
      return null;
    }
    Matcher endpoint = ENDPOINT.matcher(written.text());
    if (!endpoint.matches() || Integer.parseInt(endpoint.group("port")) > MOST_PORT) {
      reading.invalid(
          written.position(),
          "`http` says where posts come in, not " + written.description(),
          "write `\":8080/clicks\"` for a port and a path of this machine alone, `\"0.0.0.0:8080/clicks\"` to be reached from others");
      return null;
    }
    String host = endpoint.group("host");
    return new Receiver.Http(
        host == null ? Receiver.Http.LOOPBACK : host,
        Integer.parseInt(endpoint.group("port")),
        endpoint.group("path"),
        secrets.getOrDefault("token", ""),
        id);
  }

  private @Nullable Receiver pubsub(Section section) {
    Scalar written = section.text("pubsub");
    if (written == null || written.isBroken()) {
      return null;
    }
    if (!SUBSCRIPTION.matcher(written.text()).matches()) {
      reading.invalid(
          written.position(),
          "`pubsub` names a subscription, not " + written.description(),
          "write `projects/PROJECT/subscriptions/NAME`; a topic has none unless somebody makes one");
      return null;
    }
    return new Receiver.PubSub(
        written.text(), text(section, "id_attribute"), text(section, "time_attribute"));
  }

  private static String text(Section section, String key) {
    Scalar written = section.text(key);
    return written == null || written.isBroken() ? "" : written.text();
  }

  private String header(Section section) {
    Scalar written = section.text("id_header");
    if (written == null || written.isBroken()) {
      return Receiver.Http.ID_HEADER;
    }
    if (!HEADER.matcher(written.text()).matches()) {
      reading.invalid(
          written.position(),
          "`id_header` is the name of a header, not " + written.description(),
          "write `id_header: Idempotency-Key`, for example");
    }
    return written.text();
  }

  /** The variables that hold secrets, by what they are; there is one kind of them. */
  private Map<String, String> secrets(Section section, String name, String example) {
    Map<String, String> secrets = new LinkedHashMap<>();
    for (Field field : section.entries("secrets")) {
      String advice = "write `secrets: {%s: %s}` and set that variable".formatted(name, example);
      if (!field.name().equals(name)) {
        reading.invalid(
            field.key().position(), "`" + field.name() + "` is no secret of this source", advice);
      } else if (field.value() instanceof Scalar scalar && Reference.isLegal(scalar.text())) {
        secrets.put(name, scalar.text());
      } else if (!(field.value() instanceof Scalar scalar && scalar.isBroken())) {
        reading.invalid(
            field.value().position(),
            "`secrets` names the environment variable that holds `%s`; this is none"
                .formatted(name),
            advice);
      }
    }
    return secrets;
  }

  private @Nullable Receiver mqtt(Section section) {
    Broker broker = broker(section, "mqtt", 1883, 8883);
    List<Scalar> written = section.texts("mqtt");
    for (Scalar topic : written) {
      if (topic.text().isEmpty() || !FILTER.matcher(topic.text()).matches()) {
        reading.invalid(
            topic.position(),
            "`" + topic.text() + "` is no topic of MQTT",
            "write its levels between slashes: `sensors/+/celsius`, `sensors/#`; `+` stands for one level, `#` for all that follow");
      }
    }
    if (section.node("mqtt") instanceof Node.Items items && items.items().isEmpty()) {
      reading.invalid(items.position(), "`mqtt` lists no topic");
    }
    List<String> topics = reading.distinct(written, "the topic");
    String client = text(section, "client_id");
    return broker == null || topics.isEmpty() ? null : new Receiver.Mqtt(broker, topics, client);
  }

  private @Nullable Receiver rabbitmq(Section section) {
    Broker broker = broker(section, "amqp", 5672, 5671);
    String queue = text(section, "rabbitmq");
    if (broker == null || queue.isEmpty()) {
      return null;
    }
    String path = uri(text(section, "server")).getRawPath();
    boolean isDefault = path == null || path.isEmpty() || path.equals("/");
    String vhost = isDefault ? "/" : uri(text(section, "server")).getPath().substring(1);
    return new Receiver.RabbitMq(broker, vhost, queue);
  }

  /** A server by its URL, with who logs in; null when that was reported. */
  private @Nullable Broker broker(Section section, String scheme, int plain, int encrypted) {
    Scalar written = section.text("server");
    Map<String, String> secrets = secrets(section, "password", "BROKER_PASSWORD");
    String user = text(section, "user");
    if (written == null || written.isBroken()) {
      return null;
    }
    URI uri = uri(written.text());
    boolean isEncrypted = (scheme + "s").equals(uri.getScheme());
    if ((!isEncrypted && !scheme.equals(uri.getScheme()))
        || uri.getHost() == null
        || uri.getUserInfo() != null
        || uri.getQuery() != null) {
      reading.invalid(
          written.position(),
          "`server` must be the URL of a broker, without a user name",
          "write `%s://localhost:%d`, or `%ss://` with TLS; who logs in stands in `user` and `secrets: {password: VARIABLE}`"
              .formatted(scheme, plain, scheme));
      return null;
    }
    int port = uri.getPort() < 0 ? (isEncrypted ? encrypted : plain) : uri.getPort();
    return new Broker(uri.getHost(), port, isEncrypted, user, secrets.getOrDefault("password", ""));
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      return URI.create("none");
    }
  }
}
