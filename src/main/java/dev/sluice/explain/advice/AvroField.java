// SPDX-License-Identifier: Apache-2.0
package dev.sluice.explain.advice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.spec.yaml.Node.Scalar;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A field of a table's schema as it should be. */
final class AvroField {
  private static final ObjectMapper JSON = new ObjectMapper();

  private AvroField() {}

  /**
   * The field, changed; empty where the schema is not the author's file.
   *
   * @param type in the words of a spec; null for the one it has
   */
  static Optional<Edit> edit(
      SpecSource spec,
      String table,
      String column,
      @Nullable String type,
      boolean isNullable,
      List<String> symbols) {
    String file =
        spec.field("tables", table, "schema")
            .map(field -> field.value() instanceof Scalar scalar ? scalar.text() : "")
            .orElse("");
    String text = spec.text(file);
    if (text == null) {
      return Optional.empty();
    }
    try {
      for (JsonNode field : JSON.readTree(text).path("fields")) {
        if (field.path("name").asText().equals(column) && field instanceof ObjectNode object) {
          ObjectNode changed = changed(object, type, isNullable, symbols);
          return Optional.of(
              new Edit(file, line(text, column), List.of("fields", column), spaced(changed)));
        }
      }
      return Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static ObjectNode changed(
      ObjectNode field, @Nullable String type, boolean isNullable, List<String> symbols) {
    ObjectNode changed = field.deepCopy();
    JsonNode value = value(field.path("type"));
    JsonNode other = type == null ? value.deepCopy() : avro(type);
    if (!symbols.isEmpty() && other.path("symbols") instanceof ArrayNode known) {
      symbols.forEach(known::add);
    }
    boolean wasNullable = field.path("type").isArray();
    if (isNullable || wasNullable) {
      changed.set("type", JSON.createArrayNode().add("null").add(other));
      if (!wasNullable && changed.has("default")) {
        changed.remove("default"); // of the first type of a union, which is null now
      }
    } else {
      changed.set("type", other);
    }
    return changed;
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
    return JSON.getNodeFactory()
        .textNode(
            switch (type) {
              case "bigint" -> "long";
              case "text" -> "string";
              default -> type;
            });
  }

  private static int line(String text, String column) {
    Pattern name = Pattern.compile("\"name\"\\s*:\\s*\"" + Pattern.quote(column) + "\"");
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      if (name.matcher(lines[i]).find()) {
        return i + 1;
      }
    }
    return 1;
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
