// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.kafka.client;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.spec.table.SourceSpec.Kafka;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The properties of a client, with the secrets of this process's environment. */
final class ClientSettings {
  /** As many as one batch has. */
  private static final int MOST_POLLED = 10_000;

  private static final int FETCH_BYTES = 16 << 20;
  private static final int PARTITION_BYTES = 8 << 20;

  /**
   * Milliseconds that a broker waits for messages. Those of a run are there; a client that asks
   * beyond them would keep the next partition waiting for the answer.
   */
  private static final int MOST_WAIT = 10;

  private ClientSettings() {}

  /**
   * Those of a cluster.
   *
   * @throws PipelineException ENV_UNSET when a secret is not there
   */
  static Map<String, Object> of(Kafka source) {
    Map<String, Object> all = new HashMap<>();
    all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_POLLED);
    all.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    all.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_BYTES);
    all.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, MOST_WAIT);
    all.putAll(source.cluster().properties());
    // Who waits less for an answer does not wait longer for a part of it.
    String patience =
        source.cluster().properties().get(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG);
    if (patience != null) {
      Object unused = all.putIfAbsent(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, patience);
    }
    source
        .cluster()
        .secrets()
        .forEach((property, name) -> all.put(property, secret(property, name)));
    all.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, source.cluster().servers());
    all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    all.put(
        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
        source.reading().isolation().name().toLowerCase(Locale.ROOT));
    all.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    all.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    return all;
  }

  private static String secret(String property, String name) {
    String value = System.getenv(name);
    if (value == null || value.isEmpty()) {
      throw new PipelineException(
          ErrorCode.ENV_UNSET,
          "The environment variable %s is not set; it holds `%s` of the source's client. Set it where the command runs."
              .formatted(name, property));
    }
    return value;
  }
}
