// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.kafka.client;

import dev.sluice.error.PipelineException;
import dev.sluice.spec.table.SourceSpec.Kafka;
import dev.sluice.spec.topic.TopicCluster;
import dev.sluice.spec.topic.TopicReading;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Lends consumers, so that the partitions which are read one after the other share one: to connect
 * takes longer than many a partition. Those that lie idle hold a connection and no thread.
 */
public final class Consumers {
  /** More than lanes of one source read at a time. */
  private static final int MOST_IDLE = 8;

  private static final Consumers SHARED = new Consumers();

  private final Map<Settings, Deque<Consumer<byte[], byte[]>>> idle = new HashMap<>();

  private Consumers() {}

  /** What makes a consumer unlike another. */
  private record Settings(TopicCluster cluster, TopicReading.Isolation isolation) {
    static Settings of(Kafka source) {
      return new Settings(source.cluster(), source.reading().isolation());
    }
  }

  /** A consumer that nobody else uses, until it is given back. */
  public static final class Lease implements AutoCloseable {
    private final Settings settings;
    private final Consumer<byte[], byte[]> consumer;
    private boolean isBroken;
    private boolean isOver;

    private Lease(Settings settings, Consumer<byte[], byte[]> consumer) {
      this.settings = settings;
      this.consumer = consumer;
    }

    public Consumer<byte[], byte[]> consumer() {
      return consumer;
    }

    /** Lets nobody else have it. */
    public void spoil() {
      isBroken = true;
    }

    @Override
    public void close() {
      if (!isOver) {
        isOver = true;
        SHARED.giveBack(this);
      }
    }
  }

  /**
   * Lends a consumer.
   *
   * @throws PipelineException ENV_UNSET, or SOURCE_UNREACHABLE when its properties cannot be used
   */
  public static Lease lend(Kafka source) {
    Settings settings = Settings.of(source);
    Consumer<byte[], byte[]> there = SHARED.take(settings);
    try {
      return new Lease(
          settings, there != null ? there : new KafkaConsumer<>(ClientSettings.of(source)));
    } catch (KafkaException e) {
      throw Unreachable.because(source, e);
    }
  }

  private synchronized @Nullable Consumer<byte[], byte[]> take(Settings settings) {
    Deque<Consumer<byte[], byte[]>> waiting = idle.get(settings);
    return waiting == null ? null : waiting.pollLast();
  }

  private void giveBack(Lease lease) {
    if (!lease.isBroken && keeps(lease)) {
      return;
    }
    try {
      lease.consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ZERO));
    } catch (KafkaException e) {
      return; // it is gone either way
    }
  }

  private synchronized boolean keeps(Lease lease) {
    long all = idle.values().stream().mapToLong(Deque::size).sum();
    return all < MOST_IDLE
        && idle.computeIfAbsent(lease.settings, s -> new ArrayDeque<>()).add(lease.consumer);
  }
}
