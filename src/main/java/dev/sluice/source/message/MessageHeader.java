// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Spells what comes with a message beside its value, so that a letter can be read again with it.
 */
final class MessageHeader {
  private static final ObjectMapper JSON = new ObjectMapper();

  private MessageHeader() {}

  static String of(Message message) {
    ObjectNode all = JSON.createObjectNode();
    all.put("timestamp", message.timestamp());
    all.put("key", base64(message.key()));
    if (message.value() == null) {
      all.put("tombstone", true);
    }
    ArrayNode headers = all.putArray("headers");
    Message.Arrival arrival = message.arrival();
    if (!arrival.equals(Message.Arrival.NONE)) {
      all.put("id", arrival.id()).put("received", arrival.received()).put("topic", arrival.topic());
    }
    message.headers().forEach(h -> headers.addArray().add(h.name()).add(base64(h.value())));
    try {
      return JSON.writeValueAsString(all);
    } catch (JsonProcessingException e) {
      throw new PipelineException(ErrorCode.INTERNAL, "Cannot spell a message", e);
    }
  }

  /** The message with this value; of a letter without such a header, nothing else is known. */
  static Message read(@Nullable String header, long offset, byte[] value) {
    if (header == null || !header.startsWith("{")) {
      return new Message(offset, -1, null, value, List.of());
    }
    try {
      JsonNode all = JSON.readTree(header);
      List<Message.Header> headers = new ArrayList<>();
      for (JsonNode each : all.path("headers")) {
        headers.add(new Message.Header(each.path(0).asText(), bytes(each.path(1))));
      }
      return new Message(
          offset,
          all.path("timestamp").asLong(-1),
          bytes(all.path("key")),
          all.path("tombstone").asBoolean() ? null : value,
          headers,
          new Message.Arrival(
              all.path("id").asText(),
              all.path("received").asLong(-1),
              all.path("topic").asText()));
    } catch (IOException e) {
      return new Message(offset, -1, null, value, List.of());
    }
  }

  private static @Nullable String base64(byte @Nullable [] bytes) {
    return bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
  }

  private static byte @Nullable [] bytes(JsonNode text) {
    return text.isTextual() ? Base64.getDecoder().decode(text.asText()) : null;
  }
}
