// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.kafka;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.intake.InputFile;
import dev.sluice.source.files.format.Chunk;
import dev.sluice.source.files.format.FileReader;
import dev.sluice.source.files.position.FilePart;
import dev.sluice.source.files.position.RecordPosition;
import dev.sluice.source.kafka.client.Consumers;
import dev.sluice.source.kafka.client.PartitionPath;
import dev.sluice.source.kafka.client.Unreachable;
import dev.sluice.source.kafka.message.Message;
import dev.sluice.source.kafka.message.MessageReader;
import dev.sluice.source.kafka.message.MessageReader.Piece;
import dev.sluice.spec.table.SourceSpec.Kafka;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a partition from one offset to another, in batches of about 10,000 messages.
 *
 * <p>Offsets without a message, as aborted transactions and compaction leave them, count as read.
 * When nothing comes for as long as the client's {@code default.api.timeout.ms}, it fails.
 */
public final class PartitionReader implements FileReader {
  private static final int BLOCK_MESSAGES = 10_000;
  private static final long BLOCK_BYTES = 6 << 20;

  /** Nobody who asks this reader for more waits longer at one go. */
  private static final Duration POLL = Duration.ofMillis(250);

  private static final long USUAL_PATIENCE = 60_000;

  private final Kafka source;
  private final InputFile file;
  private final MessageReader messages;
  private final Deque<Piece> pieces = new ArrayDeque<>();
  private List<Message> block = new ArrayList<>();
  private long blockBytes;
  private long fetched;
  private long done;
  private long records;
  private Consumers.@Nullable Lease lease;

  public static PartitionReader open(
      Wanted wanted, Kafka source, FilePart part, RecordPosition at) {
    return new PartitionReader(wanted, source, part.file(), at);
  }

  private PartitionReader(Wanted wanted, Kafka source, InputFile file, RecordPosition at) {
    this.source = source;
    this.file = file;
    this.messages = new MessageReader(wanted.table(), source, wanted.schema(), at.columns());
    this.fetched = at.offset();
    this.done = at.offset();
    this.records = at.records();
  }

  @Override
  public Chunk next() {
    while (pieces.isEmpty() && fetched < file.bytes()) {
      fill();
    }
    Piece piece = pieces.poll();
    if (piece != null) {
      done = piece.end();
      records += piece.read();
    }
    boolean isLast = pieces.isEmpty() && fetched >= file.bytes();
    done = isLast ? file.bytes() : done;
    RecordPosition end = new RecordPosition(done, 0, records, messages.met());
    return piece == null
        ? new Chunk(null, null, end, isLast)
        : new Chunk(piece.rows(), piece.dead(), end, isLast);
  }

  /** Polls until there is a block, or nothing more to read. */
  private void fill() {
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
    if (!block.isEmpty()) {
      pieces.addAll(messages.read(file.path(), block));
    }
    block = new ArrayList<>();
    blockBytes = 0;
  }

  private boolean isFull() {
    return block.size() >= BLOCK_MESSAGES || blockBytes >= BLOCK_BYTES;
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

  /** The id of the partition's topic: no other topic ever has it. */
  @Override
  public String digest() {
    return Objects.requireNonNull(file.log()).id();
  }

  @Override
  public void close() {
    messages.close();
    if (lease != null) {
      if (fetched < file.bytes()) {
        lease.spoil();
      }
      lease.close();
      lease = null;
    }
  }
}
