// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.path;

import java.util.ArrayList;
import java.util.List;

/**
 * A path in which names may be patterns: {@code *} any characters of a name, {@code ?} one, {@code
 * [a-z]} and {@code [!a]} one of a set, {@code **} any number of folders, {@code \} before a
 * character that means itself.
 *
 * @param root {@code /}, or {@code gs://BUCKET/}
 * @param names at least one
 */
public record PathPattern(String root, List<NamePattern> names) {
  private static final String SCHEME = "://";
  private static final String SPECIAL = "*?[]{}\\";

  public PathPattern {
    names = List.copyOf(names);
  }

  /** A path as a pattern that matches nothing else. */
  public static String quote(String path) {
    StringBuilder quoted = new StringBuilder();
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      quoted.append(SPECIAL.indexOf(c) >= 0 ? "\\" : "").append(c);
    }
    return quoted.toString();
  }

  /**
   * Reads an absolute pattern; braces make several of one.
   *
   * @throws PatternProblem when it is none
   */
  public static List<PathPattern> parse(String text) throws PatternProblem {
    int path = rootOf(text).length();
    List<PathPattern> patterns = new ArrayList<>();
    for (String each : BraceExpansion.expand(text.substring(path))) {
      patterns.add(new PathPattern(text.substring(0, path), names(each)));
    }
    return List.copyOf(patterns);
  }

  private static String rootOf(String text) throws PatternProblem {
    int scheme = text.indexOf(SCHEME);
    if (scheme < 0) {
      return "/";
    }
    int slash = text.indexOf('/', scheme + SCHEME.length());
    if (slash < 0 || slash == text.length() - 1) {
      throw new PatternProblem(
          "`" + text + "` names a bucket and no file", "write `" + text + "/*` for all in it");
    }
    return text.substring(0, slash + 1);
  }

  private static List<NamePattern> names(String text) throws PatternProblem {
    List<NamePattern> names = new ArrayList<>();
    for (String each : split(text)) {
      NamePattern name = NamePattern.parse(each);
      boolean isUp = each.equals("..");
      if (isUp && !names.isEmpty() && !names.get(names.size() - 1).isName()) {
        throw new PatternProblem(
            "`..` cannot follow a pattern, as in `" + text + "`", "name the folder");
      }
      boolean isAgain =
          name.isAnyDepth() && !names.isEmpty() && names.get(names.size() - 1).isAnyDepth();
      if (isUp && !names.isEmpty()) {
        names.remove(names.size() - 1);
      } else if (!isUp && !isAgain) {
        names.add(name);
      }
    }
    if (names.isEmpty()) {
      throw new PatternProblem("here must stand the path of a file", "such as `data/*.csv`");
    }
    NamePattern last = names.get(names.size() - 1);
    if (text.endsWith("/") && !last.isName()) {
      throw new PatternProblem(
          "`" + text + "` ends in `/` and names no file", "write `*` behind it for all files");
    }
    if (last.isAnyDepth()) {
      names.add(NamePattern.parse("*"));
    }
    return names;
  }

  /** The names between slashes; those that say nothing are left out. */
  private static List<String> split(String text) {
    List<String> names = new ArrayList<>();
    for (String each : text.split("/", -1)) {
      if (!each.isEmpty() && !each.equals(".")) {
        names.add(each);
      }
    }
    return names;
  }

  public boolean isRemote() {
    return root.contains(SCHEME);
  }

  /** The last of the names. */
  public NamePattern last() {
    return names.get(names.size() - 1);
  }

  /** How many names lead to the folder in which the first pattern is looked for. */
  public int fixed() {
    int fixed = 0;
    while (fixed < names.size() - 1 && names.get(fixed).isName()) {
      fixed++;
    }
    return fixed;
  }

  /** Whether names below a folder are what the pattern means from one of its names on. */
  public boolean matches(int from, List<String> below) {
    return matches(from, below, false);
  }

  /** Whether names below a folder would match if none of them were hidden. */
  public boolean leavesOut(int from, List<String> below) {
    return !matches(from, below, false) && matches(from, below, true);
  }

  private boolean matches(int from, List<String> below, boolean withHidden) {
    if (from == names.size() || below.isEmpty()) {
      return from == names.size() && below.isEmpty();
    }
    NamePattern name = names.get(from);
    String first = below.get(0);
    boolean isIt = name.matches(first) || (withHidden && name.leavesOut(first));
    List<String> rest = below.subList(1, below.size());
    if (name.isAnyDepth()) {
      return matches(from + 1, below, withHidden) || (isIt && matches(from, rest, withHidden));
    }
    return isIt && matches(from + 1, rest, withHidden);
  }

  /** As it was written, but for what says nothing. */
  @Override
  public String toString() {
    return root + String.join("/", names.stream().map(NamePattern::toString).toList());
  }
}
