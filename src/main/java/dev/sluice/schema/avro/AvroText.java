// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema.avro;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.schema.form.TextForm;
import java.util.List;
import java.util.regex.Pattern;

/** Writes columns as an Avro record schema; {@link AvroSchemas} reads the same columns from it. */
public final class AvroText {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Pattern SYMBOL = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private AvroText() {}

  /**
   * The text of a schema.
   *
   * @param table the record's name
   */
  public static String of(String table, TableSchema schema) {
    ObjectNode record = record(table, schema.columns(), false);
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(record);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of JSON that cannot be written", e);
    }
  }

  private static ObjectNode record(String name, List<Column> columns, boolean isValued) {
    ObjectNode record = JSON.objectNode();
    record.put("type", "record").put("name", name);
    ArrayNode fields = record.putArray("fields");
    columns.forEach(column -> fields.add(field(name, column, isValued)));
    return record;
  }

  private static ObjectNode field(String owner, Column column, boolean isValued) {
    ObjectNode field = JSON.objectNode();
    String fallback = column.fallback();
    boolean hasValue = fallback == null ? isValued : !fallback.equals("null");
    field.put("name", column.name());
    field.set("type", nullable(owner + "_" + column.name(), column, hasValue));
    if (fallback != null) {
      field.set("default", AvroDefaults.inAvro(column.opened(), fallback));
    }
    if (!column.doc().isEmpty()) {
      field.put("doc", column.doc());
    }
    if (column.pii()) {
      field.put("pii", true);
    }
    put(field, "aliases", column.aliases());
    put(field, AvroSourcing.FROM, column.sourcing().from());
    form(field, column.form());
    return field;
  }

  private static void form(ObjectNode field, TextForm form) {
    put(field, AvroSourcing.FORMAT, form.formats());
    if (!form.decimal().isEmpty()) {
      field.put(AvroSourcing.DECIMAL, form.decimal());
    }
    if (!form.thousands().isEmpty()) {
      field.put(AvroSourcing.THOUSANDS, form.thousands());
    }
    put(field, AvroSourcing.TRUE_VALUES, form.trueValues());
    put(field, AvroSourcing.FALSE_VALUES, form.falseValues());
    put(field, AvroSourcing.NULL_VALUES, form.nullValues());
  }

  private static void put(ObjectNode field, String key, List<String> values) {
    if (!values.isEmpty()) {
      ArrayNode array = field.putArray(key);
      values.forEach(array::add);
    }
  }

  /**
   * The type in a union with null, where null is allowed.
   *
   * @param isValued whether a default has a value there: it is of the first type of its union
   */
  private static JsonNode nullable(String name, Column column, boolean isValued) {
    JsonNode type = type(name, column.opened(), isValued);
    if (!column.nullable()) {
      return type;
    }
    ArrayNode union = JSON.arrayNode();
    return isValued ? union.add(type).add("null") : union.add("null").add(type);
  }

  private static JsonNode type(String name, Column column, boolean isValued) {
    if (column.isList()) {
      Column item = column.nested().get(0);
      return object("array").set("items", nullable(name + "_item", item, isValued));
    }
    if (column.isMap()) {
      Column value = column.nested().get(0);
      return object("map").set("values", nullable(name + "_value", value, isValued));
    }
    if (column.isStruct()) {
      return record(name, column.nested(), isValued);
    }
    return column.symbols().isEmpty() ? plain(column.type()) : symbols(name, column.symbols());
  }

  /** An enum, or a text with its values beside it where Avro cannot spell one of them. */
  private static JsonNode symbols(String name, List<String> symbols) {
    boolean isEnum = symbols.stream().allMatch(symbol -> SYMBOL.matcher(symbol).matches());
    ObjectNode type = isEnum ? object("enum").put("name", name) : object("string");
    put(type, isEnum ? "symbols" : AvroSourcing.VALUES, symbols);
    return type;
  }

  private static JsonNode plain(String type) {
    if (type.startsWith("DECIMAL(")) {
      String[] digits = type.substring("DECIMAL(".length(), type.length() - 1).split(",", -1);
      return logical("bytes", "decimal")
          .put("precision", Integer.parseInt(digits[0].strip()))
          .put("scale", Integer.parseInt(digits[1].strip()));
    }
    return switch (type) {
      case "BOOLEAN" -> JSON.textNode("boolean");
      case "INTEGER" -> JSON.textNode("int");
      case "BIGINT" -> JSON.textNode("long");
      case "FLOAT" -> JSON.textNode("float");
      case "DOUBLE" -> JSON.textNode("double");
      case "BLOB" -> JSON.textNode("bytes");
      case "UUID" -> logical("string", "uuid");
      case "DATE" -> logical("int", "date");
      case "TIME" -> logical("long", "time-micros");
      case "TIMESTAMP" -> logical("long", "local-timestamp-micros");
      case "TIMESTAMP WITH TIME ZONE" -> logical("long", "timestamp-micros");
      default -> JSON.textNode("string");
    };
  }

  private static ObjectNode object(String type) {
    return JSON.objectNode().put("type", type);
  }

  private static ObjectNode logical(String type, String logical) {
    return object(type).put("logicalType", logical);
  }
}
