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
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the value of a field that a source does not have, and holds it against the type. */
final class DefaultReader {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final SpecContext reading;

  DefaultReader(SpecContext reading) {
    this.reading = reading;
  }

  /** A value that its type does not take. */
  private static final class Misfit extends Exception {
    private static final long serialVersionUID = 1L;
    private final Node node;

    Misfit(Node node, String wanted) {
      super(wanted, null, false, false);
      this.node = node;
    }
  }

  /** The default as JSON; null when there is none. */
  @Nullable String read(Section section, Column column) {
    Node node = section.node("default");
    if (node == null || (node instanceof Scalar scalar && scalar.isBroken())) {
      return null;
    }
    try {
      return json(node, column.opened()).toString();
    } catch (Misfit e) {
      reading.invalid(
          e.node.position(),
          "`default` of `" + column.name() + "` cannot be " + e.node.description(),
          "write " + e.getMessage());
      return null;
    }
  }

  private static JsonNode json(Node node, Column column) throws Misfit {
    if (node instanceof Scalar scalar && scalar.type() == Node.Type.NOTHING) {
      if (!column.nullable()) {
        throw new Misfit(node, "a value, or take the `!` out of the type");
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
      throw new Misfit(node, "one value");
    }
    return column.symbols().isEmpty() ? plain(scalar, column.type()) : symbol(scalar, column);
  }

  private static JsonNode list(Node node, Column column) throws Misfit {
    if (!(node instanceof Items items)) {
      throw new Misfit(node, "a list, such as []");
    }
    ArrayNode list = JSON.arrayNode();
    for (Node item : items.items()) {
      list.add(json(item, column.nested().get(0)));
    }
    return list;
  }

  private static JsonNode object(Node node, Column column) throws Misfit {
    if (!(node instanceof Fields fields)) {
      throw new Misfit(node, "a map, such as {}");
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
        throw new Misfit(field.key(), "only fields that the struct has");
      }
      object.set(field.name(), json(field.value(), inner));
    }
    return object;
  }

  private static JsonNode symbol(Scalar scalar, Column column) throws Misfit {
    if (!column.symbols().contains(scalar.text())) {
      throw new Misfit(scalar, "one of " + String.join(", ", column.symbols()));
    }
    return JSON.textNode(scalar.text());
  }

  private static JsonNode plain(Scalar scalar, String type) throws Misfit {
    return switch (type) {
      case "BOOLEAN" -> {
        if (scalar.type() != Node.Type.TRUTH) {
          throw new Misfit(scalar, "true or false");
        }
        yield JSON.booleanNode(scalar.text().equals("true"));
      }
      case "INTEGER" -> whole(scalar, 31);
      case "BIGINT" -> whole(scalar, 63);
      case "FLOAT", "DOUBLE" -> JSON.numberNode(number(scalar, "a number"));
      case "VARCHAR", "BLOB" -> {
        if (!scalar.isText()) {
          throw new Misfit(scalar, "it in quotes, as a text");
        }
        yield JSON.textNode(scalar.text());
      }
      default -> type.startsWith("DECIMAL(") ? decimal(scalar, type) : told(scalar, type);
    };
  }

  private static JsonNode whole(Scalar scalar, int bits) throws Misfit {
    if (scalar.type() == Node.Type.WHOLE) {
      BigInteger value = new BigInteger(scalar.text());
      if (value.bitLength() <= bits) {
        return JSON.numberNode(value);
      }
    }
    throw new Misfit(scalar, "a whole number of " + (bits + 1) + " bits");
  }

  private static BigDecimal number(Scalar scalar, String wanted) throws Misfit {
    boolean isNumber = scalar.type() == Node.Type.WHOLE || scalar.type() == Node.Type.FRACTION;
    try {
      return new BigDecimal(isNumber || scalar.isText() ? scalar.text() : "no number");
    } catch (NumberFormatException e) {
      throw new Misfit(scalar, wanted); // .nan and .inf too
    }
  }

  private static JsonNode decimal(Scalar scalar, String type) throws Misfit {
    int comma = type.indexOf(',');
    int scale = Integer.parseInt(type.substring(comma + 1, type.length() - 1).strip());
    int whole = Integer.parseInt(type.substring("DECIMAL(".length(), comma)) - scale;
    String wanted =
        "a number of at most " + whole + " digits before and " + scale + " behind the point";
    BigDecimal value = number(scalar, wanted).stripTrailingZeros();
    if (value.scale() > scale || value.precision() - value.scale() > whole) {
      throw new Misfit(scalar, wanted);
    }
    return JSON.textNode(value.setScale(scale).toPlainString());
  }

  /** Dates, times and UUIDs, in the form in which Sluice reads them by default. */
  private static JsonNode told(Scalar scalar, String type) throws Misfit {
    String text = scalar.text();
    String iso = text.replace(' ', 'T');
    try {
      String value =
          switch (type) {
            case "DATE" -> LocalDate.parse(text).toString();
            case "TIME" -> LocalTime.parse(text).toString();
            case "TIMESTAMP" -> LocalDateTime.parse(iso).toString();
            case "UUID" -> UUID.fromString(text).toString();
            default -> OffsetDateTime.parse(iso).toInstant().toString();
          };
      return JSON.textNode(value);
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new Misfit(
          scalar,
          switch (type) {
            case "DATE" -> "a day as 2026-01-31, whatever `format` says";
            case "TIME" -> "a time as 23:59:00, whatever `format` says";
            case "TIMESTAMP" -> "2026-01-31 23:59:00, whatever `format` says";
            case "UUID" -> "a UUID";
            default -> "2026-01-31T23:59:00Z, whatever `format` says";
          });
    }
  }
}
