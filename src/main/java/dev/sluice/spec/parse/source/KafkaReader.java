// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.source;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Suggestion;
import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.table.SourceSpec.Kafka;
import dev.sluice.spec.table.SourceSpec.Messages;
import dev.sluice.spec.topic.MessageMeta;
import dev.sluice.spec.topic.TopicCluster;
import dev.sluice.spec.topic.TopicReading;
import dev.sluice.spec.variable.Reference;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Field;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Section;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a source whose rows are messages of Kafka. */
final class KafkaReader {
  private static final Pattern SERVER =
      Pattern.compile("(\\[[0-9a-fA-F:]+\\]|[A-Za-z0-9._-]+):[0-9]{1,5}");

  /** As Kafka has it, with stars for patterns. */
  private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._*-]{1,249}");

  /** Properties of the client that hold what nobody else should know. */
  private static final Pattern SECRET =
      Pattern.compile(".*(password|secret|jaas|keystore[.]key|token|credential).*");

  /** What is known of messages in an inbox alone. */
  private static final Set<MessageMeta.Kind> OTHERS =
      Set.of(MessageMeta.Kind.ID, MessageMeta.Kind.RECEIVED);

  private final SpecContext reading;
  private final String table;

  KafkaReader(SpecContext reading, String table) {
    this.reading = reading;
    this.table = table;
  }

  /**
   * Reads the source.
   *
   * @param schema the file of the table's columns; null for none
   */
  @Nullable Kafka read(Section section, @Nullable Scalar schema) {
    List<String> topics = topics(section);
    List<String> servers = servers(section);
    Messages messages = new MessageReader(reading).read(section, schema);
    TopicReading asked =
        new TopicReading(
            start(section),
            section.choice("isolation", TopicReading.Isolation.READ_COMMITTED),
            section.choice("gap", TopicReading.Gap.FAIL),
            new MessageReader(reading).tombstones(section, messages),
            new TextOptions(reading).limits(section).record());
    Map<String, MessageMeta> meta =
        new MetaReader(reading, table, OTHERS).read(section, messages.columns());
    TopicCluster cluster = new TopicCluster(servers, properties(section), secrets(section));
    return servers.isEmpty() || topics.isEmpty()
        ? null
        : new Kafka(topics, cluster, messages, asked, meta);
  }

  private List<String> topics(Section section) {
    List<Scalar> written = section.texts("kafka");
    if (section.node("kafka") instanceof Node.Items items && items.items().isEmpty()) {
      reading.invalid(items.position(), "`kafka` lists no topic");
    }
    List<Scalar> topics = new ArrayList<>();
    for (Scalar topic : written) {
      if (TOPIC.matcher(topic.text()).matches()) {
        topics.add(topic);
      } else {
        reading.invalid(
            topic.position(),
            "`" + topic.text() + "` cannot be the name of a topic",
            "a topic has 1 to 249 of a-z, A-Z, 0-9, `.`, `_` and `-`; `orders-*` stands for all that begin so");
      }
    }
    return reading.distinct(topics, "the topic");
  }

  private List<String> servers(Section section) {
    List<Scalar> servers = new ArrayList<>();
    for (Scalar written : section.texts("servers")) {
      for (String each : written.text().split(",", -1)) {
        String server = each.strip();
        if (SERVER.matcher(server).matches()) {
          servers.add(Scalar.of(written.position(), server));
        } else {
          reading.invalid(
              written.position(),
              "`" + server + "` is no server of Kafka",
              "write `HOST:PORT`, such as `localhost:9092`; of several, a list");
        }
      }
    }
    return reading.distinct(servers, "the server");
  }

  private String start(Section section) {
    Scalar start = section.node("start") instanceof Scalar scalar ? scalar : section.text("start");
    if (start == null || start.isBroken()) {
      return TopicReading.EARLIEST;
    }
    String text = start.text();
    if (List.of(TopicReading.EARLIEST, TopicReading.LATEST).contains(text)) {
      return text;
    }
    try {
      return OffsetDateTime.parse(text).toInstant().toString();
    } catch (DateTimeException e) {
      String nearest =
          Suggestion.nearest(text, List.of(TopicReading.EARLIEST, TopicReading.LATEST));
      reading.invalid(
          start.position(),
          "`start` must be `earliest`, `latest` or a time, not " + start.description(),
          nearest != null ? nearest : "write a time with its offset: `2026-01-31T00:00:00Z`");
      return TopicReading.EARLIEST;
    }
  }

  private Map<String, String> properties(Section section) {
    Map<String, String> properties = new LinkedHashMap<>();
    for (Field field : section.entries("properties")) {
      String name = field.name();
      if (field.value() instanceof Scalar scalar && scalar.isBroken()) {
        continue;
      }
      if (SECRET.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
        reading
            .problems()
            .error(
                ErrorCode.SECRET_IN_CLEAR,
                field.key().position(),
                "`" + name + "` may hold a secret, and `properties` are written into plans",
                "name the environment variable that holds it: `secrets: {"
                    + name
                    + ": KAFKA_"
                    + shouted(name)
                    + "}`");
      } else if (OURS.containsKey(name)) {
        reading.invalid(
            field.key().position(),
            "`" + name + "` is what Sluice sets by itself",
            String.valueOf(OURS.get(name)));
      } else if (field.value() instanceof Scalar scalar && scalar.type() != Node.Type.NOTHING) {
        properties.put(name, scalar.text());
      } else {
        reading.invalid(
            field.value().position(), "a property is a text, not " + field.value().description());
      }
    }
    return properties;
  }

  /** What the client is told by other keys, or never. */
  private static final Map<String, String> OURS =
      Map.of(
          "bootstrap.servers", "write `servers`",
          "isolation.level", "write `isolation`",
          "auto.offset.reset", "write `start`",
          "group.id", "leave it out: how far a topic was read stands in the lake, not in a group",
          "enable.auto.commit",
              "leave it out: how far a topic was read stands in the lake, not in a group",
          "key.deserializer", "write `format`",
          "value.deserializer", "write `format`");

  private Map<String, String> secrets(Section section) {
    Map<String, String> secrets = new LinkedHashMap<>();
    for (Field field : section.entries("secrets")) {
      boolean isName = field.value() instanceof Scalar scalar && Reference.isLegal(scalar.text());
      if (isName) {
        secrets.put(field.name(), ((Scalar) field.value()).text());
      } else if (!(field.value() instanceof Scalar scalar && scalar.isBroken())) {
        reading.invalid(
            field.value().position(),
            "`secrets` names the environment variable that holds `"
                + field.name()
                + "`; this is none",
            "write `"
                + field.name()
                + ": KAFKA_"
                + shouted(field.name())
                + "` and set that variable");
      }
    }
    return secrets;
  }

  private static String shouted(String property) {
    return property
        .substring(property.lastIndexOf('.') + 1)
        .toUpperCase(Locale.ROOT)
        .replaceAll("[^A-Z0-9]", "_");
  }
}
