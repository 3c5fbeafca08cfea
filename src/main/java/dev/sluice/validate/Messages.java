// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate;

import dev.sluice.batch.DeadLetters.Reason;
import dev.sluice.error.ErrorCode;
import dev.sluice.schema.Column;
import org.jspecify.annotations.Nullable;

/** Says why a row is refused. */
final class Messages {
  private static final int SHORT = 80;

  private Messages() {}

  static String of(ErrorCode code, Column column, @Nullable String value) {
    String start = "Column '" + column.name() + "': ";
    String shown = start + quoted(value);
    return switch (code) {
      case NULL_VIOLATION -> start + "a value is required.";
      case ENUM_UNKNOWN -> shown + " is none of " + String.join(", ", column.symbols()) + ".";
      case NUM_SCALE -> shown + " has more decimals than " + column.type() + " holds.";
      case NUM_RANGE -> shown + " is outside the range of " + column.type() + ".";
      case TS_RANGE -> shown + " does not exist, or is outside the years 1 to 9999.";
      default -> shown + " is not of type " + column.type() + ".";
    };
  }

  /** Names the row that stops the run. */
  static String fatal(String table, String origin, long row, Reason reason) {
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
