// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.kafka;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.intake.InputFile;
import dev.sluice.source.files.format.FileReader;
import dev.sluice.source.files.position.FilePart;
import dev.sluice.source.files.position.RecordPosition;
import dev.sluice.source.kafka.client.Consumers;
import dev.sluice.source.kafka.client.Unreachable;
import dev.sluice.source.message.LogReader;
import dev.sluice.source.message.Message;
import dev.sluice.source.message.PartitionPath;
import dev.sluice.spec.table.SourceSpec.Kafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Polls the messages of a partition.
 *
 * <p>Offsets without a message are those that aborted transactions and compaction leave. When
 * nothing comes for as long as the client's {@code default.api.timeout.ms}, it fails.
 */
public final class PartitionReader implements LogReader.Fetch {
  /** Nobody who asks this reader for more waits longer at one go. */
  private static final Duration POLL = Duration.ofMillis(250);

  private static final long USUAL_PATIENCE = 60_000;

  private final Kafka source;
  private final InputFile file;
  private List<Message> block = new ArrayList<>();
  private long blockBytes;
  private long fetched;
  private Consumers.@Nullable Lease lease;

  private PartitionReader(Kafka source, InputFile file) {
    this.source = source;
    this.file = file;
  }

  public static FileReader open(
      FileReader.Wanted wanted, Kafka source, FilePart part, RecordPosition at) {
    InputFile file = part.file();
    return new LogReader(wanted, source, file, at, new PartitionReader(source, file));
  }

  /** Polls until there is a block, or nothing more to read. */
  @Override
  public LogReader.Block next(long from) {
    fetched = from;
    PartitionPath path = PartitionPath.of(file.path());
    TopicPartition partition = new TopicPartition(path.topic(), path.partition());
    try {
      Consumer<byte[], byte[]> consumer = consumer(partition);
      long deadline = System.nanoTime() + patience().toNanos();
      while (!isFull() && fetched < file.bytes()) {
        long before = fetched;
        consumer.poll(POLL).records(partition).forEach(this::take);
        fetched = consumer.position(partition);
        if (fetched > before) {
          deadline = System.nanoTime() + patience().toNanos();
        } else if (System.nanoTime() > deadline) {
          throw Unreachable.silent(source, new TimeoutException("Nothing came of " + path));
        }
      }
    } catch (OffsetOutOfRangeException e) {
      throw gone(e);
    } catch (KafkaException e) {
      throw Unreachable.because(source, e);
    }
    List<Message> taken = block;
    block = new ArrayList<>();
    blockBytes = 0;
    return new LogReader.Block(taken, fetched);
  }

  private boolean isFull() {
    return block.size() >= LogReader.BLOCK_MESSAGES || blockBytes >= LogReader.BLOCK_BYTES;
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (record.offset() >= file.bytes()) {
      return;
    }
    List<Message.Header> headers = new ArrayList<>();
    record.headers().forEach(h -> headers.add(new Message.Header(h.key(), h.value())));
    block.add(
        new Message(record.offset(), record.timestamp(), record.key(), record.value(), headers));
    blockBytes += Math.max(record.serializedValueSize(), 0);
  }

  private Consumer<byte[], byte[]> consumer(TopicPartition partition) {
    if (lease == null) {
      lease = Consumers.lend(source);
      lease.consumer().assign(List.of(partition));
      lease.consumer().seek(partition, fetched);
    }
    return lease.consumer();
  }

  private Duration patience() {
    String asked = source.cluster().properties().get("default.api.timeout.ms");
    try {
      return Duration.ofMillis(asked == null ? USUAL_PATIENCE : Long.parseLong(asked.strip()));
    } catch (NumberFormatException e) {
      return Duration.ofMillis(USUAL_PATIENCE);
    }
  }

  private PipelineException gone(OffsetOutOfRangeException cause) {
    return new PipelineException(
        ErrorCode.POSITION_LOST,
        "%s no longer has the message at offset %d: it went while it was read, as the topic's retention says. Nothing was committed; run again, and oftener or with a longer retention."
            .formatted(file.path(), fetched),
        cause);
  }

  @Override
  public void close() {
    if (lease != null) {
      if (fetched < file.bytes()) {
        lease.spoil();
      }
      lease.close();
      lease = null;
    }
  }
}
