// SPDX-License-Identifier: Apache-2.0
package dev.sluice.explain.advice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.error.issue.Position;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A field of a table's schema as it should be. */
final class AvroField {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String VALUES = "sluice.enum";

  private AvroField() {}

  /**
   * What a field should say.
   *
   * @param type in the words of a spec; null for the one it has
   * @param symbols more of an enum
   * @param keys of {@code columns}, each a text or a list of texts
   */
  record Change(
      @Nullable String type, boolean isNullable, List<String> symbols, Map<String, Object> keys) {}

  /** The field, changed; empty where the schema is not the author's file. */
  static Optional<Edit> edit(SpecSource spec, String table, String column, Change change) {
    String file = spec.schemaFile(table);
    String text = spec.text(file);
    if (text == null) {
      return Optional.empty();
    }
    try {
      for (JsonNode field : JSON.readTree(text).path("fields")) {
        if (field.path("name").asText().equals(column) && field instanceof ObjectNode object) {
          ObjectNode changed = changed(object, change);
          return Optional.of(
              new Edit(file, line(file, text, column), List.of("fields", column), spaced(changed)));
        }
      }
      return Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** A schema with a field as an edit has it. */
  static String with(String text, Edit edit) {
    try {
      JsonNode schema = JSON.readTree(text);
      if (schema.path("fields") instanceof ArrayNode fields) {
        for (int i = 0; i < fields.size(); i++) {
          if (fields.get(i).path("name").asText().equals(edit.path().get(1))) {
            fields.set(i, JSON.readTree(edit.text()));
          }
        }
      }
      return JSON.writeValueAsString(schema);
    } catch (JsonProcessingException e) {
      return text;
    }
  }

  private static ObjectNode changed(ObjectNode field, Change change) {
    ObjectNode changed = field.deepCopy();
    String type = change.type();
    JsonNode value = value(field.path("type"));
    JsonNode kept = type == null ? value.deepCopy() : avro(type);
    JsonNode other = change.symbols().isEmpty() ? kept : withSymbols(kept, change.symbols());
    boolean wasNullable = field.path("type").isArray();
    if (change.isNullable() || wasNullable) {
      changed.set("type", JSON.createArrayNode().add("null").add(other));
      if (!wasNullable && changed.has("default")) {
        changed.remove("default"); // of the first type of a union, which is null now
      }
    } else {
      changed.set("type", other);
    }
    if (change.keys().keySet().stream().anyMatch(ColumnChange.NUMBERS::contains)) {
      ColumnChange.NUMBERS.forEach(key -> changed.remove("sluice." + key));
    }
    change.keys().forEach((key, said) -> changed.set("sluice." + key, JSON.valueToTree(said)));
    return changed;
  }

  /** An enum of Avro has names alone; other texts stand beside a string. */
  private static JsonNode withSymbols(JsonNode type, List<String> more) {
    String key = type.has(VALUES) ? VALUES : "symbols";
    ArrayNode all = JSON.createArrayNode();
    type.path(key).forEach(all::add);
    more.forEach(all::add);
    boolean areNames = more.stream().allMatch(text -> text.matches("[A-Za-z_][A-Za-z0-9_]*"));
    if (key.equals(VALUES) || !areNames || !(type instanceof ObjectNode own)) {
      ObjectNode text = JSON.createObjectNode().put("type", "string");
      return text.set(VALUES, all);
    }
    return own.set(key, all);
  }

  /** Of a union with null, the other type. */
  private static JsonNode value(JsonNode type) {
    if (type.isArray()) {
      for (JsonNode each : type) {
        if (!each.asText().equals("null")) {
          return each;
        }
      }
    }
    return type;
  }

  private static JsonNode avro(String type) {
    if (type.startsWith("decimal(")) {
      String[] digits = type.substring(8, type.length() - 1).split(",", 2);
      return JSON.createObjectNode()
          .put("type", "bytes")
          .put("logicalType", "decimal")
          .put("precision", Integer.parseInt(digits[0].strip()))
          .put("scale", Integer.parseInt(digits[1].strip()));
    }
    if (type.equals("timestamptz")) {
      return JSON.createObjectNode().put("type", "long").put("logicalType", "timestamp-micros");
    }
    return JSON.getNodeFactory()
        .textNode(
            switch (type) {
              case "bigint" -> "long";
              case "text" -> "string";
              default -> type;
            });
  }

  private static int line(String file, String text, String column) {
    return AvroPlaces.of(file, text, column).map(Position::line).orElse(1);
  }

  /** As people write it: a blank behind commas and colons. */
  static String spaced(JsonNode node) {
    if (node.isObject()) {
      StringBuilder out = new StringBuilder("{");
      node.properties()
          .forEach(
              each ->
                  out.append(out.length() == 1 ? "" : ", ")
                      .append(JSON.getNodeFactory().textNode(each.getKey()))
                      .append(": ")
                      .append(spaced(each.getValue())));
      return out.append('}').toString();
    }
    if (node.isArray()) {
      StringBuilder out = new StringBuilder("[");
      node.forEach(each -> out.append(out.length() == 1 ? "" : ", ").append(spaced(each)));
      return out.append(']').toString();
    }
    return node.toString();
  }
}
