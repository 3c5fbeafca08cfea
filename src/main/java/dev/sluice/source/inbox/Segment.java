// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.inbox;

import dev.sluice.source.message.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Spells messages that landed together as an object container file of Avro, with its facts. */
final class Segment {
  private static final Schema HEADER =
      SchemaBuilder.record("header")
          .namespace("dev.sluice.inbox")
          .fields()
          .requiredString("name")
          .optionalBytes("value")
          .endRecord();
  private static final Schema MESSAGE =
      SchemaBuilder.record("message")
          .namespace("dev.sluice.inbox")
          .fields()
          .requiredString("id")
          .requiredLong("received")
          .requiredLong("timestamp")
          .requiredString("topic")
          .optionalBytes("key")
          .name("headers")
          .type()
          .array()
          .items(HEADER)
          .noDefault()
          .optionalBytes("value")
          .endRecord();

  private static final String FIRST = "sluice.first";
  private static final String COUNT = "sluice.count";
  private static final String RECEIVED = "sluice.received";
  private static final String AGAIN = "sluice.again";

  private static final int LEVEL = 1;

  private Segment() {}

  /**
   * What a segment says of itself.
   *
   * @param first the offset of its first message
   * @param received when the last of its messages came, in milliseconds since 1970
   * @param again how many messages were not written since the segment before, for they had come
   *     already
   */
  record Facts(long first, long count, long received, long again) {
    long end() {
      return first + count;
    }
  }

  /** Spells messages, at least one, from an offset on. */
  static byte[] write(long first, List<Message> messages, long again) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long received = messages.stream().mapToLong(m -> m.arrival().received()).max().orElse(-1);
    try (DataFileWriter<GenericRecord> file =
        new DataFileWriter<>(new GenericDatumWriter<GenericRecord>(MESSAGE))) {
      file.setCodec(CodecFactory.deflateCodec(LEVEL));
      file.setMeta(FIRST, first);
      file.setMeta(COUNT, messages.size());
      file.setMeta(RECEIVED, received);
      file.setMeta(AGAIN, again);
      file.create(MESSAGE, out);
      for (Message message : messages) {
        file.append(record(message));
      }
    } catch (IOException e) {
      throw new IllegalStateException("A buffer cannot be written", e);
    }
    return out.toByteArray();
  }

  private static GenericRecord record(Message message) {
    GenericRecord record = new GenericData.Record(MESSAGE);
    record.put("id", message.arrival().id());
    record.put("received", message.arrival().received());
    record.put("timestamp", message.timestamp());
    record.put("topic", message.arrival().topic());
    record.put("key", buffer(message.key()));
    record.put("value", buffer(message.value()));
    List<GenericRecord> headers = new ArrayList<>();
    for (Message.Header header : message.headers()) {
      GenericRecord each = new GenericData.Record(HEADER);
      each.put("name", header.name());
      each.put("value", buffer(header.value()));
      headers.add(each);
    }
    record.put("headers", headers);
    return record;
  }

  /** Reads what a segment says of itself, and no message. */
  static Facts facts(InputStream in) throws IOException {
    try (DataFileStream<GenericRecord> file = open(in)) {
      return facts(file);
    }
  }

  private static Facts facts(DataFileStream<GenericRecord> file) {
    return new Facts(
        file.getMetaLong(FIRST),
        file.getMetaLong(COUNT),
        file.getMetaLong(RECEIVED),
        file.getMetaLong(AGAIN));
  }

  private static DataFileStream<GenericRecord> open(InputStream in) throws IOException {
    return new DataFileStream<>(in, new GenericDatumReader<GenericRecord>(MESSAGE));
  }

  /** Reads the messages. */
  static List<Message> read(InputStream in) throws IOException {
    try (DataFileStream<GenericRecord> file = open(in)) {
      long offset = facts(file).first();
      List<Message> messages = new ArrayList<>();
      while (file.hasNext()) {
        messages.add(message(offset++, file.next()));
      }
      return messages;
    }
  }

  private static Message message(long offset, GenericRecord record) {
    List<Message.Header> headers = new ArrayList<>();
    for (Object each : (Iterable<?>) record.get("headers")) {
      GenericRecord header = (GenericRecord) each;
      headers.add(
          new Message.Header(
              header.get("name").toString(), bytes((ByteBuffer) header.get("value"))));
    }
    Message.Arrival arrival =
        new Message.Arrival(
            record.get("id").toString(),
            (Long) record.get("received"),
            record.get("topic").toString());
    return new Message(
        offset,
        (Long) record.get("timestamp"),
        bytes((ByteBuffer) record.get("key")),
        bytes((ByteBuffer) record.get("value")),
        headers,
        arrival);
  }

  private static @Nullable ByteBuffer buffer(byte @Nullable [] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes);
  }

  private static byte @Nullable [] bytes(@Nullable ByteBuffer buffer) {
    if (buffer == null) {
      return null;
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
