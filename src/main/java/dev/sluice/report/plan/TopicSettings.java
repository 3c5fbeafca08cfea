// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.plan;

import dev.sluice.report.text.SpecWords;
import dev.sluice.spec.receive.Receiver;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.SourceSpec.Kafka;
import dev.sluice.spec.table.SourceSpec.MessageLog;
import dev.sluice.spec.table.SourceSpec.Received;
import dev.sluice.spec.unit.Sizes;
import dev.sluice.spec.unit.Spans;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a plan says of a source of messages: its keys, and no secret. */
final class TopicSettings {
  private TopicSettings() {}

  static Map<String, @Nullable Object> of(MessageLog source) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    SourceSpec value = source.messages().value();
    if (source instanceof Kafka kafka) {
      all.put("kafka", kafka.topics());
      all.put("servers", kafka.cluster().servers());
      all.put("format", value.format());
      put(all, "properties", kafka.cluster().properties());
      put(all, "secrets", kafka.cluster().secrets());
      all.putAll(SpecWords.fields(kafka.reading(), Set.of("max_record")));
    } else if (source instanceof Received received) {
      all.putAll(received(received));
    }
    if (value instanceof SourceSpec.Csv csv) {
      all.put("fields", source.messages().columns());
      all.putAll(SpecWords.fields(csv, Set.of("paths", "limits", "lines", "encoding")));
    }
    if (!source.messages().registry().isEmpty()) {
      all.put("registry", source.messages().registry());
    }
    all.put("max_record", Sizes.spell(source.limits().record()));
    Map<String, String> meta = new LinkedHashMap<>();
    source.meta().forEach((column, held) -> meta.put(column, held.word()));
    put(all, "meta", meta);
    return all;
  }

  private static Map<String, @Nullable Object> received(Received source) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put(source.format(), source.receiver().address());
    all.put("received_by", "the process of `sluice run`, on one machine");
    all.put("format", source.messages().value().format());
    if (source.receiver() instanceof Receiver.Http http) {
      put(all, "secrets", http.token().isEmpty() ? Map.of() : Map.of("token", http.token()));
      all.put("id_header", http.idHeader());
    }
    if (source.receiver() instanceof Receiver.PubSub pubsub) {
      all.put("pubsub", pubsub.subscription());
      put(all, "id_attribute", pubsub.idAttribute());
      put(all, "time_attribute", pubsub.timeAttribute());
    }
    if (source.receiver() instanceof Receiver.Mqtt mqtt) {
      all.put("mqtt", mqtt.topics());
      all.put("client_id", mqtt.clientId());
      broker(all, mqtt.broker());
    }
    if (source.receiver() instanceof Receiver.RabbitMq rabbit) {
      all.put("rabbitmq", rabbit.queue());
      broker(all, rabbit.broker());
    }
    all.put("dedupe_for", Spans.spell(source.inbox().dedupeFor()));
    all.put("max_unread", Sizes.spell(source.inbox().maxUnread()));
    all.putAll(SpecWords.fields(source.inbox(), Set.of("dedupeFor", "maxUnread", "maxRecord")));
    return all;
  }

  private static void broker(Map<String, @Nullable Object> all, Receiver.Broker broker) {
    all.put("server", broker.host() + ":" + broker.port());
    put(all, "user", broker.user());
    put(
        all,
        "secrets",
        broker.password().isEmpty() ? Map.of() : Map.of("password", broker.password()));
  }

  private static void put(Map<String, @Nullable Object> all, String key, String text) {
    if (!text.isEmpty()) {
      all.put(key, text);
    }
  }

  private static void put(Map<String, @Nullable Object> all, String key, Map<String, String> map) {
    if (!map.isEmpty()) {
      all.put(key, map);
    }
  }
}
