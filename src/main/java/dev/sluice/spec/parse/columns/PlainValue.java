// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.columns;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.schema.Column;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Scalar;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.UUID;

/** Holds one value that stands in a spec against the type of its column. */
public final class PlainValue {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private PlainValue() {}

  /** A value that its type does not take; the message says what to write. */
  public static final class Misfit extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Node node;

    Misfit(Node node, String wanted) {
      super(wanted, null, false, false);
      this.node = node;
    }

    Node node() {
      return node;
    }

    /** What to write. */
    public String wanted() {
      return String.valueOf(getMessage());
    }
  }

  /** The value as JSON; what JSON has no kind for is a text as the kernel casts it. */
  public static JsonNode of(Scalar scalar, Column column) throws Misfit {
    return column.symbols().isEmpty() ? plain(scalar, column.type()) : symbol(scalar, column);
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
