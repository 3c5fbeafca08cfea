// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.message;

import dev.sluice.error.ErrorCode;
import dev.sluice.source.files.avro.AvroMessages;
import dev.sluice.source.files.replay.LetterPiece;
import dev.sluice.source.message.registry.SchemaRegistry;
import dev.sluice.spec.table.SourceSpec.Messages;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Values in Avro's binary encoding, all of one schema; or each behind the number that a registry
 * knows its schema by: a zero, then four bytes.
 */
final class AvroValues implements ValueReader {
  private static final int PREFIX = 5;

  /** No registry gives this number. */
  private static final int NONE = -1;

  private final @Nullable SchemaRegistry registry;
  private final Map<Integer, AvroMessages> readers = new HashMap<>();

  AvroValues(Messages messages) {
    if (messages.registry().isEmpty()) {
      this.registry = null;
      readers.put(NONE, new AvroMessages(new Schema.Parser().parse(messages.schema())));
    } else {
      this.registry = new SchemaRegistry(messages.registry());
    }
  }

  /** The number in front of a value; negative when there is none. */
  private int id(Message message) {
    byte[] value = message.value();
    return registry == null || value == null || value.length < PREFIX || value[0] != 0
        ? NONE
        : ByteBuffer.wrap(value, 1, PREFIX - 1).getInt();
  }

  @Override
  public int alike(List<Message> messages) {
    int first = id(messages.get(0));
    int count = 1;
    while (count < messages.size() && id(messages.get(count)) == first) {
      count++;
    }
    return count;
  }

  @Override
  public List<LetterPiece> read(List<Message> messages, DeadMessages dead) {
    int id = id(messages.get(0));
    AvroMessages reader = reader(id);
    if (reader == null) {
      String what =
          id < 0
              ? "does not begin with the number of a schema"
              : "names schema %d, and the registry has no record of Avro by that number"
                  .formatted(id);
      messages.forEach(message -> dead.add(message, ErrorCode.AVRO_INVALID, what));
      return List.of();
    }
    List<AvroMessages.Value> values = new ArrayList<>();
    for (Message message : messages) {
      values.add(new AvroMessages.Value(message.offset(), bare(message.value())));
    }
    AvroMessages.Decoded decoded = reader.read(dead.origin(), values);
    for (AvroMessages.Broken broken : decoded.broken()) {
      dead.add(
          messages.get(broken.index()),
          ErrorCode.AVRO_INVALID,
          "is not what its schema says: " + broken.what());
    }
    return decoded.rows() == null ? List.of() : List.of(new LetterPiece(decoded.rows(), null));
  }

  /** Without the number of its schema. */
  private byte @Nullable [] bare(byte @Nullable [] value) {
    return registry == null || value == null
        ? value
        : Arrays.copyOfRange(value, PREFIX, value.length);
  }

  private @Nullable AvroMessages reader(int id) {
    AvroMessages there = readers.get(id);
    if (there != null || id < 0 || registry == null) {
      return there;
    }
    Optional<Schema> schema = registry.schema(id);
    schema.ifPresent(known -> readers.put(id, new AvroMessages(known)));
    return readers.get(id);
  }

  @Override
  public void close() {
    readers.values().forEach(AvroMessages::close);
    readers.clear();
  }
}
