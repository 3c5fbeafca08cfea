// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema.avro;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.schema.Column;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Spells defaults as a JSON source would: Avro writes a decimal as the bytes of a number, and a
 * date as days since 1970.
 */
final class AvroDefaults {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private AvroDefaults() {}

  /** A default that its type does not allow. */
  static final class Misfit extends Exception {
    private static final long serialVersionUID = 1L;

    Misfit(String what) {
      super(what, null, false, false);
    }
  }

  /** The default of a field as JSON text; null when it has none. */
  static @Nullable String of(Schema.Field field) throws Misfit {
    if (!field.hasDefaultValue()) {
      return null;
    }
    Object value = field.defaultVal();
    if (value == null) {
      throw new Misfit("has a default that is not of the first type of its union; put that first");
    }
    try {
      return json(field.schema(), value).toString();
    } catch (DateTimeException | ArithmeticException | ClassCastException e) {
      throw new Misfit("has a default that its type does not hold");
    }
  }

  private static JsonNode json(Schema schema, Object value) throws Misfit {
    LogicalType logical = schema.getLogicalType();
    return switch (schema.getType()) {
      case NULL -> JSON.nullNode();
      case UNION -> union(schema, value);
      case BOOLEAN -> JSON.booleanNode((Boolean) value);
      case INT, LONG -> logical == null ? whole(value) : JSON.textNode(time(logical, value));
      case FLOAT, DOUBLE -> JSON.numberNode(new BigDecimal(value.toString()));
      case ENUM -> symbol(schema, value);
      case BYTES -> bytes(logical, (byte[]) value);
      case ARRAY -> array(schema.getElementType(), (List<?>) value);
      case MAP -> map(schema.getValueType(), (Map<?, ?>) value);
      case RECORD -> record(schema, (Map<?, ?>) value);
      default -> JSON.textNode(value.toString());
    };
  }

  private static JsonNode union(Schema union, Object value) throws Misfit {
    boolean isNull = value == JsonProperties.NULL_VALUE;
    Schema first = union.getTypes().get(0);
    if (isNull != (first.getType() == Schema.Type.NULL)) {
      throw new Misfit("has a default that is not of the first type of its union; put that first");
    }
    return isNull ? JSON.nullNode() : json(first, value);
  }

  private static JsonNode whole(Object value) {
    return JSON.numberNode(((Number) value).longValue());
  }

  private static JsonNode symbol(Schema schema, Object value) throws Misfit {
    if (!schema.hasEnumSymbol(value.toString())) {
      throw new Misfit("has the default " + value + ", which is none of its symbols");
    }
    return JSON.textNode(value.toString());
  }

  private static String time(LogicalType logical, Object value) {
    long number = ((Number) value).longValue();
    return switch (logical.getName()) {
      case "date" -> LocalDate.ofEpochDay(number).toString();
      case "time-millis" -> LocalTime.ofNanoOfDay(number * 1_000_000).toString();
      case "time-micros" -> LocalTime.ofNanoOfDay(number * 1000).toString();
      case "timestamp-millis" -> Instant.ofEpochMilli(number).toString();
      case "timestamp-micros" -> micros(number).toString();
      case "local-timestamp-millis" -> local(Instant.ofEpochMilli(number));
      case "local-timestamp-micros" -> local(micros(number));
      default -> String.valueOf(number);
    };
  }

  private static Instant micros(long number) {
    long second = TimeUnit.SECONDS.toMicros(1);
    return Instant.ofEpochSecond(
        Math.floorDiv(number, second), Math.floorMod(number, second) * 1000);
  }

  private static String local(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC).toLocalDateTime().toString();
  }

  private static JsonNode bytes(@Nullable LogicalType logical, byte[] value) throws Misfit {
    if (logical instanceof LogicalTypes.Decimal decimal) {
      BigInteger unscaled = value.length == 0 ? BigInteger.ZERO : new BigInteger(value);
      return JSON.textNode(new BigDecimal(unscaled, decimal.getScale()).toPlainString());
    }
    StringBuilder text = new StringBuilder();
    for (byte b : value) {
      if (b < 0) {
        throw new Misfit("has a default of bytes beyond ASCII; leave it out");
      }
      text.append((char) b);
    }
    return JSON.textNode(text.toString());
  }

  private static JsonNode array(Schema item, List<?> values) throws Misfit {
    ArrayNode array = JSON.arrayNode();
    for (Object value : values) {
      array.add(json(item, value));
    }
    return array;
  }

  private static JsonNode map(Schema item, Map<?, ?> values) throws Misfit {
    ObjectNode object = JSON.objectNode();
    for (Map.Entry<?, ?> entry : values.entrySet()) {
      object.set(String.valueOf(entry.getKey()), json(item, entry.getValue()));
    }
    return object;
  }

  /** Fields that a default leaves out have their own, when it is used. */
  private static JsonNode record(Schema schema, Map<?, ?> values) throws Misfit {
    ObjectNode object = JSON.objectNode();
    for (Schema.Field field : schema.getFields()) {
      Object value = values.get(field.name());
      if (value != null) {
        object.set(field.name(), json(field.schema(), value));
      }
    }
    return object;
  }

  /** A default as Avro spells it: the way back. */
  static JsonNode inAvro(Column column, String json) {
    try {
      return inAvro(column, new ObjectMapper().readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A default is no JSON: " + json, e);
    }
  }

  private static JsonNode inAvro(Column column, JsonNode value) {
    if (value.isNull()) {
      return value;
    }
    if (column.isList()) {
      ArrayNode array = JSON.arrayNode();
      value.forEach(item -> array.add(inAvro(column.nested().get(0), item)));
      return array;
    }
    if (column.isMap() || column.isStruct()) {
      ObjectNode object = JSON.objectNode();
      for (Map.Entry<String, JsonNode> entry : value.properties()) {
        object.set(entry.getKey(), inAvro(field(column, entry.getKey()), entry.getValue()));
      }
      return object;
    }
    return plain(column.type(), value);
  }

  private static Column field(Column column, String name) {
    return column.isMap()
        ? column.nested().get(0)
        : column.nested().stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
  }

  private static JsonNode plain(String type, JsonNode value) {
    String text = value.asText();
    if (type.startsWith("DECIMAL(")) {
      int scale =
          Integer.parseInt(type.substring(type.indexOf(',') + 1, type.length() - 1).strip());
      byte[] unscaled = new BigDecimal(text).setScale(scale).unscaledValue().toByteArray();
      return JSON.textNode(new String(unscaled, StandardCharsets.ISO_8859_1));
    }
    return switch (type) {
      case "DATE" -> JSON.numberNode(LocalDate.parse(text).toEpochDay());
      case "TIME" -> JSON.numberNode(LocalTime.parse(text).toNanoOfDay() / 1000);
      case "TIMESTAMP" ->
          JSON.numberNode(micros(LocalDateTime.parse(text).toInstant(ZoneOffset.UTC)));
      case "TIMESTAMP WITH TIME ZONE" ->
          JSON.numberNode(micros(OffsetDateTime.parse(text).toInstant()));
      default -> value;
    };
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
