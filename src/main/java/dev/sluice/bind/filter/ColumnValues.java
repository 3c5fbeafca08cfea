// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind.filter;

import dev.sluice.schema.Column;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks the kernel what constants are among a column's values. Only types are looked at that both
 * sides can be turned into without one value becoming another: a double is none of them.
 */
public final class ColumnValues implements ConstantValues {
  private static final Set<String> WHOLE =
      Set.of(
          "TINYINT",
          "SMALLINT",
          "INTEGER",
          "BIGINT",
          "UTINYINT",
          "USMALLINT",
          "UINTEGER",
          "UBIGINT",
          "HUGEINT");

  private static final Set<String> NARROW = Set.of("TINYINT", "SMALLINT", "INTEGER", "BIGINT");

  private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+),(\\d+)\\)");

  /** So wide that whatever is compared with them is still a decimal of 38 digits. */
  private static final int WIDEST_COLUMN = 24;

  private static final int WIDEST_CONSTANT = 12;
  private static final String ZONED = "TIMESTAMP WITH TIME ZONE";

  private final Function<String, List<@Nullable String>> kernel;

  /**
   * @param kernel gives the one row of a query, as texts; nothing where it fails
   */
  public ColumnValues(Function<String, List<@Nullable String>> kernel) {
    this.kernel = kernel;
  }

  @Override
  public Optional<Object> of(String sql, boolean isText, Column column) {
    String type = column.type();
    String shown = shown(type);
    if (shown.isEmpty()) {
      return Optional.empty();
    }
    String equal = isText ? "true" : "c = v";
    List<@Nullable String> row =
        kernel.apply(
            "SELECT typeof(c), (%s)::VARCHAR, (%s)::VARCHAR FROM (SELECT (%s) AS c, TRY_CAST((%3$s) AS %s) AS v)"
                .formatted(equal, shown, sql, type));
    String value = row.size() == 3 && "true".equals(row.get(1)) ? row.get(2) : null;
    return value != null && (isText || isComparable(type, String.valueOf(row.get(0))))
        ? Optional.of(value(type, value))
        : Optional.empty();
  }

  /** SQL of a value as {@link RowFilter.Compares} has it; empty for types that are left alone. */
  private static String shown(String type) {
    if (type.equals("DATE")) {
      return "v - DATE '1970-01-01'";
    }
    if (type.equals("TIMESTAMP") || type.equals(ZONED)) {
      return "epoch_us(v)";
    }
    return isDecimal(type)
            || type.equals("INTEGER")
            || type.equals("BIGINT")
            || type.equals("VARCHAR")
            || type.equals("BOOLEAN")
        ? "v"
        : "";
  }

  private static boolean isDecimal(String type) {
    Matcher decimal = DECIMAL.matcher(type);
    return decimal.matches() && Integer.parseInt(decimal.group(1)) <= WIDEST_COLUMN;
  }

  private static boolean isComparable(String column, String constant) {
    boolean isDecimal = column.startsWith("DECIMAL");
    if (isDecimal || column.equals("INTEGER") || column.equals("BIGINT")) {
      Matcher decimal = DECIMAL.matcher(constant);
      return (isDecimal ? NARROW : WHOLE).contains(constant)
          || (decimal.matches() && Integer.parseInt(decimal.group(1)) <= WIDEST_CONSTANT);
    }
    return switch (column) {
      case "DATE", "TIMESTAMP" -> Set.of("DATE", "TIMESTAMP").contains(constant);
      case ZONED -> constant.equals(ZONED);
      default -> column.equals(constant);
    };
  }

  private static Object value(String type, String text) {
    return switch (type) {
      case "VARCHAR" -> text;
      case "BOOLEAN" -> Boolean.valueOf(text);
      default -> type.startsWith("DECIMAL") ? new BigDecimal(text) : (Object) Long.valueOf(text);
    };
  }
}
