// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.message;

import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.arrow.RecordBatches;
import dev.sluice.error.ErrorCode;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.source.files.record.RecordRefused;
import dev.sluice.source.files.replay.LetterPiece;
import dev.sluice.source.files.replay.ReplayedLetter;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.SourceSpec.MessageLog;
import dev.sluice.spec.topic.TopicReading;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes batches of rows and of dead letters of messages; not thread-safe. */
public final class MessageReader implements AutoCloseable {
  private final String table;
  private final MessageLog source;
  private final MetaColumns meta;
  private final ValueReader values;

  /**
   * A reader of messages for a table.
   *
   * @param schema the columns of its contract
   * @param met columns whose keys were met before
   */
  public MessageReader(String table, MessageLog source, TableSchema schema, List<String> met) {
    this.table = table;
    this.source = source;
    this.meta = new MetaColumns(source, schema);
    this.values = values(source, schema, met);
  }

  private static ValueReader values(MessageLog source, TableSchema schema, List<String> met) {
    SourceSpec value = source.messages().value();
    TableSchema own =
        new TableSchema(
            schema.columns().stream().filter(c -> !source.meta().containsKey(c.name())).toList());
    if (value instanceof SourceSpec.Csv csv) {
      return new CsvValues(csv, source.messages().columns());
    }
    if (value instanceof SourceSpec.Json) {
      return new JsonValues(own, met);
    }
    if (value instanceof SourceSpec.Avro) {
      return new AvroValues(source.messages());
    }
    Column held =
        own.columns().stream()
            .filter(c -> c.sourceNames().contains(SourceSpec.Bytes.COLUMN))
            .findFirst()
            .orElse(null);
    return new BytesValues(held == null || !held.type().equals("BLOB"));
  }

  /**
   * What consecutive messages of a partition gave.
   *
   * @param rows null for none
   * @param dead null for none
   * @param read how many messages were read, dead ones too
   * @param end the offset behind the last of them
   */
  public record Piece(
      @Nullable RecordBatch rows, @Nullable RecordBatch dead, long read, long end) {}

  /** Reads consecutive messages of one partition, at least one. */
  public List<Piece> read(String origin, List<Message> messages) {
    List<Piece> pieces = new ArrayList<>();
    int at = 0;
    while (at < messages.size()) {
      List<Message> rest = messages.subList(at, messages.size());
      int count = values.alike(rest);
      read(origin, rest.subList(0, count), pieces);
      at += count;
    }
    return pieces;
  }

  /**
   * Reads letters of one partition again.
   *
   * @param header what came with the message, as its letter says it
   */
  public List<Piece> again(String origin, @Nullable String header, List<ReplayedLetter> letters) {
    return read(
        origin,
        letters.stream().map(l -> MessageHeader.read(header, l.row(), l.record())).toList());
  }

  /** In halves where one batch cannot hold what they give: a piece ends behind whole messages. */
  private void read(String origin, List<Message> messages, List<Piece> into) {
    DeadMessages dead = new DeadMessages(table, origin, source.messages().value().format());
    List<Message> good = new ArrayList<>();
    long read = 0;
    for (Message message : messages) {
      boolean isTombstone = message.value() == null;
      if (isTombstone && source.tombstones() == TopicReading.Tombstones.SKIP) {
        continue;
      }
      read++;
      if (!isRefused(message, dead)) {
        good.add(message);
      }
    }
    List<LetterPiece> pieces = good.isEmpty() ? List.of() : values.read(good, dead);
    if (pieces.size() > 1) {
      int half = messages.size() / 2;
      read(origin, messages.subList(0, half), into);
      read(origin, messages.subList(half, messages.size()), into);
      return;
    }
    LetterPiece piece = pieces.isEmpty() ? new LetterPiece(null, null) : pieces.get(0);
    RecordBatch letters = joined(piece.dead(), dead.build());
    into.add(
        new Piece(
            piece.rows() == null ? null : meta.rows(piece.rows(), messages),
            letters == null ? null : meta.dead(letters, messages),
            read,
            messages.get(messages.size() - 1).offset() + 1));
  }

  private boolean isRefused(Message message, DeadMessages dead) {
    byte[] value = message.value();
    if (value == null) {
      boolean isDead = source.tombstones() == TopicReading.Tombstones.DEAD_LETTER;
      if (isDead) {
        dead.add(
            message, ErrorCode.NO_VALUE, "has no value: it is a tombstone, which deletes its key");
      }
      return isDead;
    }
    if (value.length > source.limits().record()) {
      dead.add(message, ErrorCode.ROW_TOO_LARGE, RecordRefused.tooLong(source.limits().record()));
      return true;
    }
    return false;
  }

  private static @Nullable RecordBatch joined(
      @Nullable RecordBatch one, @Nullable RecordBatch other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return RecordBatches.join(one, other);
  }

  /** The columns whose keys were met so far, where messages bring their own. */
  public List<String> met() {
    return values.met();
  }

  @Override
  public void close() {
    values.close();
  }
}
