// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kernel.sql;

import java.util.Locale;

/**
 * The function {@code logical_time()}: the time that a run was made for, which a statement may read
 * instead of the clock, for a re-run must give the same rows.
 */
public final class LogicalTime {
  public static final String FUNCTION = "logical_time";

  private LogicalTime() {}

  /** Whether a statement may give other rows for another run. */
  public static boolean isReadBy(String sql) {
    return sql.toLowerCase(Locale.ROOT).contains(FUNCTION);
  }

  /** Defines it as an instant in ISO-8601. */
  public static String definition(String instant) {
    return "CREATE OR REPLACE TEMP MACRO %s() AS CAST(%s AS TIMESTAMP WITH TIME ZONE)"
        .formatted(FUNCTION, SqlName.literal(instant));
  }

  /** What to write instead of a function or a bare name that reads the clock. */
  public static String insteadOf(String clock) {
    boolean isDay = clock.equalsIgnoreCase("current_date") || clock.equalsIgnoreCase("today");
    return isDay
        ? "write CAST(%s() AS DATE), the day of the run's logical time".formatted(FUNCTION)
        : "write %s(), the run's logical time".formatted(FUNCTION);
  }
}
