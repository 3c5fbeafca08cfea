// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.output;

import dev.sluice.report.page.Page;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one of the two outputs is written to.
 *
 * @param isThere whether a person sees it, and not a file or another program
 * @param isLive whether lines can be written over
 * @param hasColor whether colour is wanted
 * @param width in characters
 * @param height in lines
 */
public record Terminal(boolean isThere, boolean isLive, boolean hasColor, int width, int height) {
  private static final int DEFAULT_WIDTH = 80;
  private static final int DEFAULT_HEIGHT = 24;

  /** A file, or another program. */
  public static final Terminal NONE =
      new Terminal(false, false, false, DEFAULT_WIDTH, DEFAULT_HEIGHT);

  /** Where results go. */
  public static Terminal ofResults() {
    return detect("sluice.page");
  }

  /** Where progress and errors go. */
  public static Terminal ofMessages() {
    return detect("sluice.terminal");
  }

  @SuppressWarnings("SystemConsoleNull") // not asked on JDKs where it says nothing
  private static Terminal detect(String property) {
    boolean hasConsole = Runtime.version().feature() < 22 && System.console() != null;
    return of(System.getenv(), System.getProperty(property), hasConsole);
  }

  /**
   * Decides from the process's surroundings.
   *
   * @param told by the start script, which can ask about each output alone; empty or null when it
   *     did not
   */
  static Terminal of(Map<String, String> environment, @Nullable String told, boolean hasConsole) {
    boolean isThere = (told == null || told.isEmpty()) ? hasConsole : told.equals("true");
    boolean isLive = isThere && !environment.getOrDefault("TERM", "").equals("dumb");
    return new Terminal(
        isThere,
        isLive,
        hasColor(environment, isLive),
        number(environment.getOrDefault("COLUMNS", ""), DEFAULT_WIDTH),
        number(environment.getOrDefault("LINES", ""), DEFAULT_HEIGHT));
  }

  /** As no-color.org and bixense.com/clicolors say; who wants none has the last word. */
  private static boolean hasColor(Map<String, String> environment, boolean isLive) {
    if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
      return false;
    }
    String forced = environment.getOrDefault("CLICOLOR_FORCE", "");
    boolean isForced = !forced.isEmpty() && !forced.equals("0");
    return isForced || (isLive && !environment.getOrDefault("CLICOLOR", "").equals("0"));
  }

  private static int number(String text, int otherwise) {
    return text.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(text) : otherwise;
  }

  /** How texts are laid out for it. */
  public Page page() {
    return new Page(isThere ? width : Integer.MAX_VALUE, hasColor);
  }
}
