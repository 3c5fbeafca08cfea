// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate.problem;

import dev.sluice.error.ErrorCode;
import dev.sluice.letters.record.DeadLetters.Reason;
import dev.sluice.schema.Column;
import org.jspecify.annotations.Nullable;

/** Says why a row is refused. */
public final class RefusalMessages {
  private static final int SHORT = 80;

  private RefusalMessages() {}

  /** What a column's value may be: its symbols, or its type. */
  public static String wanted(Column column, ErrorCode code) {
    return code == ErrorCode.ENUM_UNKNOWN
        ? String.join(", ", column.symbols())
        : column.type() + column.form().told();
  }

  /**
   * Says what is wrong with a value.
   *
   * @param path of the value: its column, and where in it
   * @param wanted the type, or for {@code ENUM_UNKNOWN} the symbols
   */
  public static String of(ErrorCode code, String path, String wanted, @Nullable String value) {
    String start = "Column '" + path + "': ";
    String shown = start + quoted(value);
    return switch (code) {
      case NULL_VIOLATION -> start + "a value is required.";
      case ENUM_UNKNOWN -> shown + " is none of " + wanted + ".";
      case SCHEMA_MISSING_FIELD -> start + "the file does not have it.";
      case ENC_NUL -> start + "has a NUL.";
      case NUM_SCALE -> shown + " has more decimals than " + wanted + " holds.";
      case NUM_RANGE -> shown + " is outside the range of " + wanted + ".";
      case TS_RANGE -> shown + " does not exist, or is outside the years 1 to 9999.";
      case SCHEMA_UNKNOWN_FIELD ->
          start
              + "the contract does not name this field (names: "
              + wanted
              + "). Add it to the schema, or set `contract: {unknown_field: keep}`.";
      default -> shown + " is not of type " + wanted + "." + spellings(wanted);
    };
  }

  /** How values of a type are written, where that is not plain. */
  private static String spellings(String type) {
    return switch (type) {
      case "BOOLEAN" -> " Read are: true, false.";
      case "DATE" -> " Read is: 2026-01-31.";
      case "TIME" -> " Read are: 23:59, 23:59:59.999999.";
      case "TIMESTAMP" ->
          " Read are: 2026-01-31, 2026-01-31 23:59:59.999999, with T for the blank.";
      case "TIMESTAMP WITH TIME ZONE" ->
          " Read are: 2026-01-31, 2026-01-31T23:59:59.999999, with a blank for T, each with Z,"
              + " UTC or +01:00 behind it; without, it is UTC.";
      default -> "";
    };
  }

  /** Says that a row has a value in a field that the contract does not name. */
  public static String unknown(String field) {
    return "The contract does not name the field '" + field + "', and the row has a value in it.";
  }

  /** Names the row that stops the run. */
  public static String fatal(String table, String origin, long row, Reason reason) {
    String where = "Table '" + table + "'";
    where += origin.isEmpty() ? "" : ", " + origin;
    where += row == 0 ? "" : ", row " + row;
    String value = reason.value();
    boolean shows = reason.rule() != null && value != null;
    return where + ": " + reason.message() + (shows ? " (" + value + ")" : "");
  }

  private static String quoted(@Nullable String value) {
    String text = String.valueOf(value);
    return "'" + (text.length() <= SHORT ? text : text.substring(0, SHORT) + "…") + "'";
  }
}
