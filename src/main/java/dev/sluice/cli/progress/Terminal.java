// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.progress;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What progress is shown on.
 *
 * @param isLive whether lines can be written over
 * @param hasColor whether colour is wanted
 * @param width in characters
 */
public record Terminal(boolean isLive, boolean hasColor, int width) {
  private static final int DEFAULT_WIDTH = 80;

  @SuppressWarnings("SystemConsoleNull") // not asked on JDKs where it says nothing
  public static Terminal detect() {
    boolean hasConsole = Runtime.version().feature() < 22 && System.console() != null;
    return of(System.getenv(), System.getProperty("sluice.terminal"), hasConsole);
  }

  /** Whether stdout is shown by a terminal, as the start script says, or else Java. */
  @SuppressWarnings("SystemConsoleNull") // not asked on JDKs where it says nothing
  public static boolean isOutput() {
    String told = System.getProperty("sluice.terminal.output", "");
    return told.isEmpty()
        ? Runtime.version().feature() < 22 && System.console() != null
        : told.equals("true");
  }

  /**
   * Decides from the process's surroundings.
   *
   * @param told by the start script, which can ask about stderr alone; empty or null when it did
   *     not
   */
  static Terminal of(Map<String, String> environment, @Nullable String told, boolean hasConsole) {
    boolean isTerminal = (told == null || told.isEmpty()) ? hasConsole : told.equals("true");
    boolean isLive = isTerminal && !environment.getOrDefault("TERM", "").equals("dumb");
    boolean hasColor = isLive && environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(isLive, hasColor, width(environment.getOrDefault("COLUMNS", "")));
  }

  private static int width(String columns) {
    return columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) : DEFAULT_WIDTH;
  }
}
