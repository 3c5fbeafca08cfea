// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.text;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Spells commands as the program was called, so that what it tells people to type can be pasted: by
 * its name, and with the target that was named on its command line. Texts of the program say {@code
 * sluice}, between backticks or at the beginning of an indented line; whatever prints them asks
 * here.
 */
public final class CommandName {
  /** What the start script says of how it was called. */
  static final String PROPERTY = "sluice.command";

  /** The target that was named on the command line. */
  static final String TARGET = "sluice.target";

  private static final String OWN = "sluice";

  private static final String OPTION = " --target ";

  private static final Pattern COMMAND =
      Pattern.compile(
          "(?<=`)sluice(?<said>(?: (?<verb>[a-z]+)[^`\\n]*)?)(?=`)|(?<=`)sluice(?=[ `])|(?<=^ {1,12})sluice(?= )",
          Pattern.MULTILINE);

  /** Commands that know no target. */
  static final Set<String> TARGETLESS =
      Set.of("completion", "explain", "help", "init", "profile", "template");

  private CommandName() {}

  /** The name as a shell takes it, such as {@code ./sluice}. */
  public static String spelled() {
    String called = System.getProperty(PROPERTY, "");
    return called.isEmpty() ? OWN : argument(called);
  }

  /**
   * Remembers the target that was named on the command line: whoever types what comes next means
   * the same one.
   *
   * @param name null when none was named, so that the next command finds the same by itself
   */
  public static void target(@Nullable String name) {
    if (name == null) {
      System.clearProperty(TARGET);
    } else {
      System.setProperty(TARGET, name);
    }
  }

  /** Whether it was called by no other name than texts say. */
  public static boolean isOwn() {
    return spelled().equals(OWN);
  }

  /** As {@link #in}, for a text of help, in which a percent sign stands for more than itself. */
  public static String inFormat(String text) {
    return isOwn() ? text : replaced(text, spelled().replace("%", "%%"), "");
  }

  /** The text with every command of ours as it can be typed here. */
  public static String in(String text) {
    return isOwn() && option().isEmpty() ? text : replaced(text, spelled(), option());
  }

  /** A command as it can be typed here, in the pipeline's folder. */
  public static String of(String verb) {
    return spelled() + " " + verb + option();
  }

  private static String replaced(String text, String name, String option) {
    return COMMAND
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(name + said((Matcher) found, option)));
  }

  /** What stands behind the name, where the command ends in the text. */
  private static String said(Matcher found, String option) {
    String said = found.group("said");
    String verb = found.group("verb");
    if (said == null || verb == null) {
      return said == null ? "" : said;
    }
    return TARGETLESS.contains(verb) || said.contains(OPTION) ? said : said + option;
  }

  private static String option() {
    String target = System.getProperty(TARGET, "");
    return target.isEmpty() ? "" : OPTION + argument(target);
  }

  /** A path or a value as a shell takes it. */
  public static String argument(String text) {
    String shown = SafeText.escape(text);
    return shown.matches("[\\w/.:=@%+,~-]+") ? shown : "'" + shown.replace("'", "'\\''") + "'";
  }

  /**
   * The folder behind a command, in the fewest words from where it is called, and the target that
   * was named.
   */
  public static String place(String path) {
    String here = System.getProperty("user.dir", "");
    if (path.equals(here)) {
      return "." + option();
    }
    boolean isBelow = !here.isEmpty() && path.startsWith(here + "/");
    return argument(isBelow ? path.substring(here.length() + 1) : path) + option();
  }

  /**
   * The folder behind a command, as it was typed, nothing for the current one; and the target that
   * was named.
   */
  public static String folder(String typed) {
    return (typed.equals(".") ? "" : " " + argument(typed)) + option();
  }
}
