// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;

/** Structures of JSON, as {@code json_structure} says them: names of types, objects and lists. */
final class JsonStructures {
  /** From the narrowest to the widest, each of which holds the ones before. */
  private static final List<String> NUMBERS = List.of("UBIGINT", "BIGINT", "HUGEINT", "DOUBLE");

  /** What is of different kinds. */
  private static final TextNode MIXED = TextNode.valueOf("JSON");

  private static final String NOTHING = "NULL";

  private JsonStructures() {}

  /** The structure that both fit. */
  static JsonNode merge(JsonNode one, JsonNode other) {
    if (one.equals(other) || isNothing(other)) {
      return one;
    }
    if (isNothing(one)) {
      return other;
    }
    if (one instanceof ObjectNode a && other instanceof ObjectNode b) {
      ObjectNode both = a.deepCopy();
      for (Map.Entry<String, JsonNode> each : b.properties()) {
        JsonNode there = both.get(each.getKey());
        both.set(each.getKey(), there == null ? each.getValue() : merge(there, each.getValue()));
      }
      return both;
    }
    if (one instanceof ArrayNode a && other instanceof ArrayNode b) {
      return JsonNodeFactory.instance.arrayNode().add(merge(item(a), item(b)));
    }
    int wider = Math.max(NUMBERS.indexOf(one.asText()), NUMBERS.indexOf(other.asText()));
    boolean areNumbers = NUMBERS.contains(one.asText()) && NUMBERS.contains(other.asText());
    return areNumbers ? TextNode.valueOf(NUMBERS.get(wider)) : MIXED;
  }

  private static JsonNode item(ArrayNode list) {
    return list.isEmpty() ? TextNode.valueOf(NOTHING) : list.get(0);
  }

  private static boolean isNothing(JsonNode structure) {
    return structure.isTextual() && structure.asText().equals(NOTHING);
  }
}
