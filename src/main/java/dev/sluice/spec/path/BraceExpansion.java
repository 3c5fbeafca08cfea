// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.path;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Writes out what stands in braces: {@code {a,b}.csv} is {@code a.csv} and {@code b.csv}. */
final class BraceExpansion {
  /** More than anybody writes by hand; braces beside braces multiply. */
  private static final int MAX = 1_000;

  private static final Pattern RANGE = Pattern.compile("[^,{}\\\\]+\\.\\.[^,{}\\\\]+");

  private BraceExpansion() {}

  /** All texts that a text with braces stands for; others stay as they are. */
  static List<String> expand(String text) throws PatternProblem {
    int open = open(text, 0);
    if (open < 0) {
      return List.of(text);
    }
    int close = close(text, open);
    String before = text.substring(0, open);
    List<String> rests = expand(text.substring(close + 1));
    List<String> all = new ArrayList<>();
    for (String choice : choices(text.substring(open + 1, close))) {
      for (String inner : expand(choice)) {
        for (String rest : rests) {
          all.add(before + inner + rest);
        }
      }
      if (all.size() > MAX) {
        throw new PatternProblem(
            "the braces of `" + text + "` stand for more than " + MAX + " patterns",
            "write `*`, or fewer choices");
      }
    }
    return all;
  }

  private static int open(String text, int from) throws PatternProblem {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '[') {
        i = NamePattern.endOfSet(text, i);
      } else if (c == '{') {
        return i;
      } else if (c == '}') {
        throw new PatternProblem(
            "`}` closes nothing in `" + text + "`", "write `\\}` for the character itself");
      }
    }
    return -1;
  }

  private static int close(String text, int open) throws PatternProblem {
    int depth = 0;
    for (int i = open; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '[') {
        i = NamePattern.endOfSet(text, i);
      } else if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        return i;
      }
    }
    throw new PatternProblem(
        "`{` is not closed in `" + text + "`", "write `\\{` for the character itself");
  }

  private static List<String> choices(String inside) throws PatternProblem {
    if (RANGE.matcher(inside).matches()) {
      throw new PatternProblem(
          "`{" + inside + "}` is no list of choices",
          "write them out with commas: `{1,2,3}`; or `\\{` for the character itself");
    }
    List<String> choices = new ArrayList<>();
    int start = 0;
    int depth = 0;
    for (int i = 0; i < inside.length(); i++) {
      char c = inside.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '[') {
        i = NamePattern.endOfSet(inside, i);
      } else if (c == '{') {
        depth++;
      } else if (c == '}') {
        depth--;
      } else if (c == ',' && depth == 0) {
        choices.add(inside.substring(start, i));
        start = i + 1;
      }
    }
    choices.add(inside.substring(start));
    return choices;
  }
}
