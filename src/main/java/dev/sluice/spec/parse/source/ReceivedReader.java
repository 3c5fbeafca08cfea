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
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Section;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a source whose messages are received and cannot be read again. */
final class ReceivedReader {
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
    Receiver receiver = new ReceiverReader(reading).read(kind, section);
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
