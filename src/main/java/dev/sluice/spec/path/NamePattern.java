// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.path;

import java.util.ArrayList;
import java.util.List;

/**
 * What one name between two slashes may be; case counts.
 *
 * <p>A name that begins with {@code .} or {@code _} is hidden: it matches only when the pattern
 * begins with that very character.
 */
public final class NamePattern {
  /** Every name that is not hidden: {@code *}. */
  public static final NamePattern ALL = new NamePattern("*", List.of(new Run()));

  private static final String ANY_DEPTH = "**";

  private final String written;
  private final List<Part> parts;

  private NamePattern(String written, List<Part> parts) {
    this.written = written;
    this.parts = List.copyOf(parts);
  }

  /** Something that stands for one character, or for any number of them. */
  private sealed interface Part {
    boolean fits(int character);
  }

  private record Same(int character) implements Part {
    @Override
    public boolean fits(int other) {
      return other == character;
    }
  }

  private record Any() implements Part {
    @Override
    public boolean fits(int character) {
      return true;
    }
  }

  private record Run() implements Part {
    @Override
    public boolean fits(int character) {
      return true;
    }
  }

  private record Range(int from, int to) {}

  private record OneOf(List<Range> ranges, boolean isNegated) implements Part {
    @Override
    public boolean fits(int character) {
      boolean isIn = ranges.stream().anyMatch(r -> r.from <= character && character <= r.to);
      return isIn != isNegated;
    }
  }

  /** Reads a pattern without slashes and braces. */
  static NamePattern parse(String text) throws PatternProblem {
    if (text.equals(ANY_DEPTH)) {
      return new NamePattern(text, List.of());
    }
    List<Part> parts = new ArrayList<>();
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      if (c == '[') {
        int end = endOfSet(text, i);
        parts.add(set(text.substring(i, end + 1)));
        i = end + 1;
        continue;
      }
      if (c == '\\') {
        i++;
        if (i == text.length()) {
          throw new PatternProblem(
              "`" + text + "` ends in the middle of an escape", "write `\\\\` for one backslash");
        }
        c = text.codePointAt(i);
        parts.add(new Same(c));
      } else {
        Part part = c == '*' ? new Run() : c == '?' ? new Any() : new Same(c);
        refuseTwoRuns(text, parts, part);
        parts.add(part);
      }
      i += Character.charCount(c);
    }
    return new NamePattern(text, parts);
  }

  private static void refuseTwoRuns(String text, List<Part> parts, Part next)
      throws PatternProblem {
    if (next instanceof Run && !parts.isEmpty() && parts.get(parts.size() - 1) instanceof Run) {
      throw new PatternProblem(
          "`**` does not stand alone between slashes in `" + text + "`",
          "write `**/" + text.replace(ANY_DEPTH, "*") + "` for any depth, or one `*`");
    }
  }

  /** Where the set that begins at an offset is closed. */
  static int endOfSet(String text, int open) throws PatternProblem {
    int i = open + 1;
    if (i < text.length() && (text.charAt(i) == '!' || text.charAt(i) == '^')) {
      i++;
    }
    int first = i;
    for (; i < text.length() && text.charAt(i) != '/'; i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == ']' && i > first) {
        return i;
      }
    }
    throw new PatternProblem(
        "`[` is not closed in `" + text + "`", "write `\\[` for the character itself");
  }

  private static OneOf set(String text) throws PatternProblem {
    boolean isNegated = text.charAt(1) == '!' || text.charAt(1) == '^';
    int[] inside = text.substring(isNegated ? 2 : 1, text.length() - 1).codePoints().toArray();
    List<Range> ranges = new ArrayList<>();
    int i = 0;
    while (i < inside.length) {
      i += inside[i] == '\\' && i + 1 < inside.length ? 1 : 0;
      int from = inside[i++];
      int to = from;
      if (i + 1 < inside.length && inside[i] == '-') {
        i++;
        i += inside[i] == '\\' && i + 1 < inside.length ? 1 : 0;
        to = inside[i++];
      }
      if (to < from) {
        throw new PatternProblem(
            "the range in `" + text + "` ends before it begins", "such as `[a-z]`");
      }
      ranges.add(new Range(from, to));
    }
    return new OneOf(ranges, isNegated);
  }

  /** Whether it stands for any number of folders. */
  public boolean isAnyDepth() {
    return written.equals(ANY_DEPTH);
  }

  /** Whether it is one name. */
  public boolean isName() {
    return !isAnyDepth() && parts.stream().allMatch(Same.class::isInstance);
  }

  /** What every name that matches begins with; the name itself when it is one. */
  public String beginning() {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      if (!(part instanceof Same same)) {
        break;
      }
      text.appendCodePoint(same.character);
    }
    return text.toString();
  }

  /** Whether a name is what the pattern means. */
  public boolean matches(String name) {
    return !hides(name) && fits(name);
  }

  /** Whether a name would match if it were not hidden. */
  public boolean leavesOut(String name) {
    return hides(name) && fits(name);
  }

  private boolean hides(String name) {
    boolean isHidden = name.startsWith(".") || name.startsWith("_");
    return isHidden && !beginning().startsWith(name.substring(0, 1));
  }

  /** Goes back to the last run only, so that no pattern takes more than length times length. */
  private boolean fits(String name) {
    if (isAnyDepth()) {
      return true;
    }
    int[] text = name.codePoints().toArray();
    int at = 0;
    int part = 0;
    int run = -1;
    int runEnd = 0;
    while (at < text.length) {
      if (part < parts.size() && parts.get(part) instanceof Run) {
        run = part++;
        runEnd = at;
      } else if (part < parts.size() && parts.get(part).fits(text[at])) {
        part++;
        at++;
      } else if (run >= 0) {
        part = run + 1;
        at = ++runEnd;
      } else {
        return false;
      }
    }
    while (part < parts.size() && parts.get(part) instanceof Run) {
      part++;
    }
    return part == parts.size();
  }

  /** As it was written. */
  @Override
  public String toString() {
    return written;
  }
}
