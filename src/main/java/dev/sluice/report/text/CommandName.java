// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Spells commands as the program was called, so that what it tells people to type can be pasted.
 * Texts of the program say {@code sluice}, between backticks or at the beginning of an indented
 * line; whatever prints them asks here.
 */
public final class CommandName {
  /** What the start script says of how it was called. */
  static final String PROPERTY = "sluice.command";

  private static final String OWN = "sluice";

  private static final Pattern COMMAND =
      Pattern.compile("(?<=`)sluice(?=[ `])|(?<=^ {1,12})sluice(?= )", Pattern.MULTILINE);

  private CommandName() {}

  /** The name as a shell takes it, such as {@code ./sluice}. */
  public static String spelled() {
    String called = System.getProperty(PROPERTY, "");
    return called.isEmpty() ? OWN : argument(called);
  }

  /** Whether it was called by no other name than texts say. */
  public static boolean isOwn() {
    return spelled().equals(OWN);
  }

  /** As {@link #in}, for a text in which a percent sign stands for more than itself. */
  public static String inFormat(String text) {
    return isOwn() ? text : replaced(text, spelled().replace("%", "%%"));
  }

  /** The text with every command of ours as it can be typed here. */
  public static String in(String text) {
    return isOwn() ? text : replaced(text, spelled());
  }

  private static String replaced(String text, String name) {
    return COMMAND.matcher(text).replaceAll(Matcher.quoteReplacement(name));
  }

  /** A path or a value as a shell takes it. */
  public static String argument(String text) {
    String shown = SafeText.escape(text);
    return shown.matches("[\\w/.:=@%+,~-]+") ? shown : "'" + shown.replace("'", "'\\''") + "'";
  }

  /** A place on this machine as a shell takes it, in the fewest words from where it is called. */
  public static String place(String path) {
    String here = System.getProperty("user.dir", "");
    if (path.equals(here)) {
      return ".";
    }
    boolean isBelow = !here.isEmpty() && path.startsWith(here + "/");
    return argument(isBelow ? path.substring(here.length() + 1) : path);
  }

  /** The folder behind a command, as it was typed; nothing for the current one. */
  public static String folder(String typed) {
    return typed.equals(".") ? "" : " " + argument(typed);
  }
}
