// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.source;

import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.receive.InboxSettings;
import dev.sluice.spec.receive.Receiver;
import dev.sluice.spec.table.SourceSpec.Messages;
import dev.sluice.spec.table.SourceSpec.Received;
import dev.sluice.spec.topic.MessageMeta;
import dev.sluice.spec.topic.TopicReading;
import dev.sluice.spec.unit.Sizes;
import dev.sluice.spec.unit.Spans;
import dev.sluice.spec.variable.Reference;
import dev.sluice.spec.yaml.Node.Field;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Section;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a source whose messages are received and cannot be read again. */
final class ReceivedReader {
  private static final Pattern ENDPOINT =
      Pattern.compile(
          "(?<host>[A-Za-z0-9._-]+|\\[[0-9a-fA-F:]+\\])?:(?<port>[0-9]{1,5})(?<path>/[A-Za-z0-9._~/-]*)");

  private static final int MOST_PORT = 65_535;
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,64}");
  private static final Duration LONGEST_DEDUPE = Duration.ofDays(7);
  private static final long LEAST_UNREAD = 1 << 20;

  /** A message in an inbox is in no partition. */
  private static final Set<MessageMeta.Kind> OTHERS = Set.of(MessageMeta.Kind.PARTITION);

  private final SpecContext reading;
  private final String table;

  ReceivedReader(SpecContext reading, String table) {
    this.reading = reading;
    this.table = table;
  }

  /**
   * Reads the source.
   *
   * @param kind the key that says who sends
   * @param schema the file of the table's columns; null for none
   */
  @Nullable Received read(String kind, Section section, @Nullable Scalar schema) {
    Receiver receiver = http(section);
    MessageReader reader = new MessageReader(reading);
    Messages messages = reader.read(section, schema);
    InboxSettings inbox =
        new InboxSettings(
            dedupeFor(section),
            maxUnread(section),
            new TextOptions(reading).limits(section).record(),
            section.choice("gap", TopicReading.Gap.FAIL),
            reader.tombstones(section, messages));
    Map<String, MessageMeta> meta =
        new MetaReader(reading, table, OTHERS).read(section, messages.columns());
    return receiver == null ? null : new Received(receiver, messages, inbox, meta);
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

  private Duration dedupeFor(Section section) {
    if (section.node("dedupe_for") instanceof Scalar zero && zero.text().equals("0s")) {
      return Duration.ZERO;
    }
    Duration span = reading.span(section, "dedupe_for");
    if (span == null) {
      return InboxSettings.DEDUPE_FOR;
    }
    if (span.compareTo(LONGEST_DEDUPE) > 0
        && section.node("dedupe_for") instanceof Scalar written) {
      reading.invalid(
          written.position(),
          "`dedupe_for` is at most %s, for ids are kept in memory"
              .formatted(Spans.spell(LONGEST_DEDUPE)),
          "write `dedupe_for: 1h`; give the table a `key` and `load: merge` where messages come again later");
    }
    return span;
  }

  private long maxUnread(Section section) {
    Scalar written = section.text("max_unread");
    if (written == null || written.isBroken()) {
      return InboxSettings.MAX_UNREAD;
    }
    OptionalLong size = Sizes.parse(written.text());
    if (size.isEmpty() || size.getAsLong() < LEAST_UNREAD) {
      reading.invalid(
          written.position(),
          "`max_unread` is at least 1MB, not " + written.description(),
          "write `max_unread: 256MB`: when so much waits to be read, nothing more is received");
      return InboxSettings.MAX_UNREAD;
    }
    return size.getAsLong();
  }
}
