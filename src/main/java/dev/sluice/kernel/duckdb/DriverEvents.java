// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kernel.duckdb;

import java.lang.reflect.Field;

/**
 * Keeps the driver from telling Java's flight recorder of its memory: to register the event takes
 * longer than all else at the start of a database, whether anybody records or not, and the driver
 * has no setting for it.
 */
final class DriverEvents {
  private DriverEvents() {}

  /**
   * Says that it is done; before the driver is first used. A driver without it does what it does.
   */
  static void leaveOut() {
    try {
      Field isDone =
          Class.forName("org.duckdb.DuckDBMemoryMonitor").getDeclaredField("initialized");
      isDone.setAccessible(true);
      isDone.setBoolean(null, true);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return;
    }
  }
}
