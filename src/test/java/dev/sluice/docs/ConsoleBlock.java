// SPDX-License-Identifier: Apache-2.0
package dev.sluice.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes a block of commands apart, with what it shows of their output. */
final class ConsoleBlock {
  private static final Pattern HERE = Pattern.compile("<<-?\\s*['\"]?(\\w+)['\"]?");
  private static final String PROMPT = "$ ";

  private ConsoleBlock() {}

  /**
   * A command.
   *
   * @param lines as they are typed, with the text that is given to it
   * @param output what the page shows; empty in a block that shows commands alone
   */
  record Step(List<String> lines, List<String> output) {
    String command() {
      return String.join("\n", lines);
    }
  }

  /** The commands of a block, each with a prompt before it and its output behind. */
  static List<Step> console(List<String> lines) {
    List<Step> steps = new ArrayList<>();
    int i = 0;
    while (i < lines.size()) {
      if (!lines.get(i).startsWith(PROMPT)) {
        throw new AssertionError("a console block begins with `$ `, not with " + lines.get(i));
      }
      List<String> typed = new ArrayList<>(List.of(lines.get(i).substring(PROMPT.length())));
      i = more(lines, i + 1, typed);
      List<String> output = new ArrayList<>();
      while (i < lines.size() && !lines.get(i).startsWith(PROMPT)) {
        output.add(lines.get(i++));
      }
      steps.add(new Step(typed, output));
    }
    return steps;
  }

  /** The commands of a block that shows nothing else. */
  static List<Step> commands(List<String> lines) {
    List<Step> steps = new ArrayList<>();
    int i = 0;
    while (i < lines.size()) {
      List<String> typed = new ArrayList<>(List.of(lines.get(i)));
      boolean isCommand = !lines.get(i).isBlank() && !lines.get(i).startsWith("#");
      i = more(lines, i + 1, typed);
      if (isCommand) {
        steps.add(new Step(typed, List.of()));
      }
    }
    return steps;
  }

  /** Whether the shell would ask for more: a line that goes on, or a loop that is not done. */
  private static boolean isOpen(List<String> typed) {
    String last = typed.get(typed.size() - 1);
    return last.endsWith("\\") || (typed.get(0).startsWith("for ") && !last.equals("done"));
  }

  /** The lines that belong to what was typed: continued ones, and a text up to its mark. */
  private static int more(List<String> lines, int from, List<String> typed) {
    int i = from;
    while (i < lines.size() && isOpen(typed)) {
      typed.add(lines.get(i++));
    }
    Matcher here = HERE.matcher(String.join("\n", typed));
    if (here.find()) {
      while (i < lines.size() && !lines.get(i).equals(here.group(1))) {
        typed.add(lines.get(i++));
      }
      typed.add(lines.get(i++));
    }
    return i;
  }
}
