// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.batch.RawNames;
import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.RecordBytes;
import dev.sluice.batch.arrow.ArrowIpc;
import dev.sluice.batch.arrow.ArrowMemory;
import dev.sluice.batch.arrow.TextBatchBuilder;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.source.files.bytes.Utf8;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.SourceSpec.MessageLog;
import dev.sluice.spec.topic.MessageMeta;
import dev.sluice.table.LetterColumns;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.jspecify.annotations.Nullable;

/** Puts what is known of messages beside their values into columns of their own, as texts. */
final class MetaColumns {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** By the names that the raw columns have. */
  private final Map<String, MessageMeta> columns = new LinkedHashMap<>();

  /** Whether a letter needs more than its place to be read again with all of it. */
  private final boolean isOfMessages;

  MetaColumns(MessageLog source, TableSchema schema) {
    boolean isJson = source.messages().value() instanceof SourceSpec.Json;
    source
        .meta()
        .forEach(
            (name, meta) -> {
              Column column = schema.column(name).orElseThrow();
              columns.put(RawNames.of(isJson ? name : column.sourceNames().get(0)), meta);
            });
    boolean isReceived = source instanceof SourceSpec.Received;
    this.isOfMessages =
        source.meta().values().stream()
            .map(MessageMeta::kind)
            .anyMatch(kind -> kind.isOfMessage() || (isReceived && kind == MessageMeta.Kind.TOPIC));
  }

  /**
   * The same rows with these columns.
   *
   * @param read the messages that they were made of, among others
   */
  RecordBatch rows(RecordBatch batch, List<Message> read) {
    if (columns.isEmpty()) {
      return batch;
    }
    Map<Long, Message> messages = byOffset(read);
    RecordBytes records = batch.records();
    List<String> headers = new ArrayList<>();
    RecordBatch all =
        changed(
            batch,
            (vectors, own) -> {
              columns.forEach(
                  (name, meta) ->
                      vectors.add(column(name, own, messages, m -> text(meta, m, batch.origin()))));
              if (records != null && isOfMessages) {
                own.forEach(offset -> headers.add(MessageHeader.of(of(messages, offset))));
              }
            });
    return records == null
        ? all
        : all.withRecords(headers.isEmpty() ? records : records.headed(headers));
  }

  /** The same letters, each with what came with its message. */
  RecordBatch dead(RecordBatch batch, List<Message> read) {
    if (!isOfMessages) {
      return batch;
    }
    Map<Long, Message> messages = byOffset(read);
    return changed(
        batch,
        (vectors, own) -> {
          int at = 0;
          while (!vectors.get(at).getName().equals(LetterColumns.HEADER)) {
            at++;
          }
          vectors.set(at, column(LetterColumns.HEADER, own, messages, MessageHeader::of));
        });
  }

  /** What is done to the columns of a batch. */
  private interface Change {
    void to(List<FieldVector> vectors, List<Long> offsets);
  }

  private static RecordBatch changed(RecordBatch batch, Change change) {
    try (ArrowStreamReader reader = ArrowIpc.open(batch)) {
      boolean unused = reader.loadNextBatch();
      VectorSchemaRoot root = reader.getVectorSchemaRoot();
      List<Long> offsets = new ArrayList<>(batch.rows());
      BigIntVector numbers = (BigIntVector) root.getVector(TextBatchBuilder.ROW);
      for (int row = 0; row < batch.rows(); row++) {
        offsets.add(numbers.get(row));
      }
      List<FieldVector> vectors = new ArrayList<>(root.getFieldVectors());
      change.to(vectors, offsets);
      List<FieldVector> ours =
          vectors.stream().filter(v -> !root.getFieldVectors().contains(v)).toList();
      try {
        VectorSchemaRoot all = new VectorSchemaRoot(vectors);
        all.setRowCount(batch.rows());
        return ArrowIpc.write(all, batch.origin());
      } finally {
        ours.forEach(FieldVector::close);
      }
    } catch (IOException e) {
      throw new PipelineException(ErrorCode.INTERNAL, "Cannot build a record batch", e);
    }
  }

  private static Map<Long, Message> byOffset(List<Message> messages) {
    Map<Long, Message> all = new HashMap<>();
    messages.forEach(message -> all.put(message.offset(), message));
    return all;
  }

  private static Message of(Map<Long, Message> messages, long offset) {
    return Objects.requireNonNull(messages.get(offset));
  }

  private static VarCharVector column(
      String name,
      List<Long> offsets,
      Map<Long, Message> messages,
      Function<Message, @Nullable String> text) {
    VarCharVector vector = new VarCharVector(name, ArrowMemory.root());
    for (int row = 0; row < offsets.size(); row++) {
      String value = text.apply(of(messages, offsets.get(row)));
      if (value == null) {
        vector.setNull(row);
      } else {
        vector.setSafe(row, value.getBytes(StandardCharsets.UTF_8));
      }
    }
    vector.setValueCount(offsets.size());
    return vector;
  }

  private static @Nullable String text(MessageMeta meta, Message message, String origin) {
    return switch (meta.kind()) {
      case TOPIC ->
          message.arrival().topic().isEmpty()
              ? PartitionPath.of(origin).topic()
              : message.arrival().topic();
      case PARTITION -> Integer.toString(PartitionPath.of(origin).partition());
      case OFFSET -> Long.toString(message.offset());
      case TIMESTAMP -> time(message.timestamp());
      case RECEIVED -> time(message.arrival().received());
      case ID -> message.arrival().id().isEmpty() ? null : message.arrival().id();
      case KEY -> text(message.key());
      case HEADERS -> headers(message);
      case HEADER -> header(message, meta.header());
      case TOMBSTONE -> Boolean.toString(message.value() == null);
    };
  }

  private static @Nullable String time(long millis) {
    return millis < 0 ? null : Instant.ofEpochMilli(millis).toString();
  }

  /** The last of a name, as those who overwrite a header mean it. */
  private static @Nullable String header(Message message, String name) {
    String found = null;
    for (Message.Header header : message.headers()) {
      found = header.name().equals(name) ? text(header.value()) : found;
    }
    return found;
  }

  private static String headers(Message message) {
    ObjectNode all = JSON.createObjectNode();
    message.headers().forEach(header -> all.put(header.name(), text(header.value())));
    try {
      return JSON.writeValueAsString(all);
    } catch (JsonProcessingException e) {
      throw new PipelineException(ErrorCode.INTERNAL, "Cannot spell headers", e);
    }
  }

  /** Bytes that are no text are spelled in base64. */
  private static @Nullable String text(byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    return Utf8.firstInvalid(bytes, 0, bytes.length) < 0
        ? new String(bytes, StandardCharsets.UTF_8)
        : Base64.getEncoder().encodeToString(bytes);
  }
}
