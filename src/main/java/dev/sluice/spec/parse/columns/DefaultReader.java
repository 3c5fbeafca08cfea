// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.columns;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.schema.Column;
import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Field;
import dev.sluice.spec.yaml.Node.Fields;
import dev.sluice.spec.yaml.Node.Items;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Section;
import org.jspecify.annotations.Nullable;

/** Reads the value of a field that a source does not have, and holds it against the type. */
final class DefaultReader {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final SpecContext reading;

  DefaultReader(SpecContext reading) {
    this.reading = reading;
  }

  /** The default as JSON; null when there is none. */
  @Nullable String read(Section section, Column column) {
    Node node = section.node("default");
    if (node == null || (node instanceof Scalar scalar && scalar.isBroken())) {
      return null;
    }
    try {
      return json(node, column.opened()).toString();
    } catch (PlainValue.Misfit e) {
      reading.invalid(
          e.node().position(),
          "`default` of `" + column.name() + "` cannot be " + e.node().description(),
          "write " + e.getMessage());
      return null;
    }
  }

  private static JsonNode json(Node node, Column column) throws PlainValue.Misfit {
    if (node instanceof Scalar scalar && scalar.type() == Node.Type.NOTHING) {
      if (!column.nullable()) {
        throw new PlainValue.Misfit(node, "a value, or take the `!` out of the type");
      }
      return JSON.nullNode();
    }
    if (column.isList()) {
      return list(node, column);
    }
    if (column.isMap() || column.isStruct()) {
      return object(node, column);
    }
    if (!(node instanceof Scalar scalar)) {
      throw new PlainValue.Misfit(node, "one value");
    }
    return PlainValue.of(scalar, column);
  }

  private static JsonNode list(Node node, Column column) throws PlainValue.Misfit {
    if (!(node instanceof Items items)) {
      throw new PlainValue.Misfit(node, "a list, such as []");
    }
    ArrayNode list = JSON.arrayNode();
    for (Node item : items.items()) {
      list.add(json(item, column.nested().get(0)));
    }
    return list;
  }

  private static JsonNode object(Node node, Column column) throws PlainValue.Misfit {
    if (!(node instanceof Fields fields)) {
      throw new PlainValue.Misfit(node, "a map, such as {}");
    }
    ObjectNode object = JSON.objectNode();
    for (Field field : fields.fields()) {
      Column inner =
          column.isMap()
              ? column.nested().get(0)
              : column.nested().stream()
                  .filter(each -> each.name().equals(field.name()))
                  .findFirst()
                  .orElse(null);
      if (inner == null) {
        throw new PlainValue.Misfit(field.key(), "only fields that the struct has");
      }
      object.set(field.name(), json(field.value(), inner));
    }
    return object;
  }
}
