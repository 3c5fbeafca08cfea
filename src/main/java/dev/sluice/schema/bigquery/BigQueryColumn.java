// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema.bigquery;

import dev.sluice.schema.TypeText;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column as BigQuery holds it, value for value.
 *
 * @param type {@code INT64}, {@code STRUCT} …; {@link #UUID} of a text that files hold as bytes
 * @param isRepeated whether it is an array of that type
 * @param fields those of a {@code STRUCT}, else empty
 */
public record BigQueryColumn(
    String name, String type, boolean isRepeated, List<BigQueryColumn> fields)
    implements Serializable {
  /** A {@code STRING}, of which a file of the lake holds 16 bytes. */
  public static final String UUID = "UUID";

  /** {@code NUMERIC} has 29 digits before the point and 9 behind it. */
  private static final int NUMERIC_WHOLE = 29;

  private static final int NUMERIC_SCALE = 9;

  private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+),\\s*(\\d+)\\)");
  private static final String STRUCT = "STRUCT(";

  private static final Map<String, String> PLAIN =
      Map.ofEntries(
          Map.entry("BOOLEAN", "BOOL"),
          Map.entry("TINYINT", "INT64"),
          Map.entry("SMALLINT", "INT64"),
          Map.entry("INTEGER", "INT64"),
          Map.entry("BIGINT", "INT64"),
          Map.entry("UTINYINT", "INT64"),
          Map.entry("USMALLINT", "INT64"),
          Map.entry("UINTEGER", "INT64"),
          Map.entry("FLOAT", "FLOAT64"),
          Map.entry("DOUBLE", "FLOAT64"),
          Map.entry("VARCHAR", "STRING"),
          Map.entry("UUID", UUID),
          Map.entry("BLOB", "BYTES"),
          Map.entry("DATE", "DATE"),
          Map.entry("TIME", "TIME"),
          Map.entry("TIMESTAMP", "DATETIME"),
          Map.entry("TIMESTAMP WITH TIME ZONE", "TIMESTAMP"));

  /** What to use in place of a type that has no equal. */
  private static final Map<String, String> INSTEAD =
      Map.of(
          "UBIGINT", "cast it to DECIMAL(20,0)",
          "TIMESTAMP_NS", "cast it to TIMESTAMP: BigQuery's times end at microseconds",
          "MAP", "use an array of records with the fields `key` and `value`",
          "ARRAY", "put the inner array into a record: BigQuery has no array of arrays");

  public BigQueryColumn {
    fields = List.copyOf(fields);
  }

  /** Thrown for a type that BigQuery cannot hold; the message says what to use instead. */
  public static final class NoEqualException extends Exception {
    private static final long serialVersionUID = 1L;

    NoEqualException(String message) {
      super(message);
    }
  }

  /**
   * The column for one of the kernel's.
   *
   * @param type as the kernel spells it
   */
  public static BigQueryColumn of(String name, String type) throws NoEqualException {
    String text = type.strip();
    if (text.endsWith("]")) {
      BigQueryColumn element = of(name, text.substring(0, text.lastIndexOf('[')));
      if (element.isRepeated()) {
        throw none(name, text, "ARRAY");
      }
      return new BigQueryColumn(name, element.type(), true, element.fields());
    }
    if (text.startsWith(STRUCT)) {
      return new BigQueryColumn(name, "STRUCT", false, fields(name, text));
    }
    Matcher decimal = DECIMAL.matcher(text);
    if (decimal.matches()) {
      return plain(name, decimal(decimal));
    }
    String plain = PLAIN.get(text);
    if (plain == null) {
      throw none(name, text, text.startsWith("MAP(") ? "MAP" : text);
    }
    return plain(name, plain);
  }

  private static BigQueryColumn plain(String name, String type) {
    return new BigQueryColumn(name, type, false, List.of());
  }

  private static String decimal(Matcher decimal) {
    int precision = Integer.parseInt(decimal.group(1));
    int scale = Integer.parseInt(decimal.group(2));
    return scale <= NUMERIC_SCALE && precision - scale <= NUMERIC_WHOLE ? "NUMERIC" : "BIGNUMERIC";
  }

  private static List<BigQueryColumn> fields(String name, String struct) throws NoEqualException {
    List<BigQueryColumn> fields = new ArrayList<>();
    for (String part : TypeText.parts(struct, STRUCT.length())) {
      int end = TypeText.endOfName(part);
      String field = TypeText.unquoted(part.substring(0, end));
      try {
        fields.add(of(field, part.substring(end)));
      } catch (NoEqualException e) {
        String message = String.valueOf(e.getMessage());
        throw new NoEqualException("`" + name + "." + message.substring(1));
      }
    }
    return fields;
  }

  private static NoEqualException none(String name, String type, String kind) {
    return new NoEqualException(
        "`%s` is of type %s, which BigQuery cannot hold exactly; %s"
            .formatted(name, type, INSTEAD.getOrDefault(kind, "cast it to another type")));
  }

  /** The same with another type in place of {@link #UUID}, wherever that stands. */
  public BigQueryColumn withUuidsAs(String other) {
    return new BigQueryColumn(
        name,
        type.equals(UUID) ? other : type,
        isRepeated,
        fields.stream().map(field -> field.withUuidsAs(other)).toList());
  }

  /** Whether there is a {@link #UUID} in it. */
  public boolean hasUuid() {
    return type.equals(UUID) || fields.stream().anyMatch(BigQueryColumn::hasUuid);
  }

  /** The type as a statement spells it. */
  public String spelled() {
    String one = type.equals(UUID) ? "STRING" : type;
    if (!fields.isEmpty()) {
      List<String> inner = fields.stream().map(f -> "`" + f.name() + "` " + f.spelled()).toList();
      one = "STRUCT<" + String.join(", ", inner) + ">";
    }
    return isRepeated ? "ARRAY<" + one + ">" : one;
  }
}
