// SPDX-License-Identifier: Apache-2.0
package dev.sluice.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Holds pieces of specs against the schema that editors use, which may lack what is required. */
final class YamlSnippets {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode schema;
  private final Set<String> keys = new HashSet<>();

  YamlSnippets(Path file) throws IOException {
    schema = (ObjectNode) JSON.readTree(file.toFile());
    // Nothing is missing from a piece, and a key that needs another may stand alone.
    List<JsonNode> holders = schema.findParents("required");
    holders.forEach(holder -> ((ObjectNode) holder).remove("required"));
    for (JsonNode holder : schema.findParents("dependentRequired")) {
      ((ObjectNode) holder).remove("dependentRequired");
    }
    for (JsonNode holder : schema.findParents("not")) {
      if (holder.path("not").isEmpty()) {
        ((ObjectNode) holder).remove("not");
      }
    }
    // What only a required key told apart may be several things now.
    for (JsonNode holder : schema.findParents("oneOf")) {
      ((ObjectNode) holder).set("anyOf", ((ObjectNode) holder).remove("oneOf"));
    }
  }

  static Object load(String text) {
    LoadSettings settings =
        LoadSettings.builder().setSchema(new org.snakeyaml.engine.v2.schema.JsonSchema()).build();
    return new Load(settings).loadFromString(text);
  }

  /** Whether a text is a whole spec. */
  static boolean isWhole(String text) {
    JsonNode tree = JSON.valueToTree(load(text));
    return tree.has("name") && tree.has("lake") && tree.has("tables");
  }

  /** What is wrong with a piece of a pipeline. */
  List<String> problems(String text) {
    return problems(text, "pipeline");
  }

  /**
   * What is wrong with a piece.
   *
   * @param shape which object it is a piece of, by its name in the schema
   */
  List<String> problems(String text, String shape) {
    JsonNode tree = JSON.valueToTree(load(text));
    note(tree);
    JsonNode whole = schema.deepCopy().put("$ref", "#/$defs/" + shape);
    JsonSchema editor =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(whole);
    return editor.validate(tree).stream().map(ValidationMessage::getMessage).toList();
  }

  /** The keys of all pieces that were looked at. */
  Set<String> keys() {
    return keys;
  }

  private void note(JsonNode tree) {
    tree.properties()
        .forEach(
            each -> {
              keys.add(each.getKey());
              note(each.getValue());
            });
    if (tree.isArray()) {
      tree.forEach(this::note);
    }
  }
}
