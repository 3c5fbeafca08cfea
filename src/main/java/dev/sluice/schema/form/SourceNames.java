// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema.form;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds the names that a source has for columns.
 *
 * <p>A name to the letter always wins. Where a source has none of a column's names so, one that
 * differs only in letter case, in blanks at either end, or in how Unicode composes its letters is
 * the column's, unless it is another column's to the letter.
 */
public final class SourceNames {
  private SourceNames() {}

  /**
   * What a column may be called.
   *
   * @param column its own name, for messages
   * @param names in the order they are tried
   * @param isExact whether only a name to the letter is one
   */
  public record Wanted(String column, List<String> names, boolean isExact) {
    public Wanted {
      names = List.copyOf(names);
    }

    /** A column that has its own name, to the letter. */
    public static Wanted own(String column) {
      return new Wanted(column, List.of(column), true);
    }
  }

  /** It cannot be told which of a source's names is meant; the message begins in lower case. */
  public static final class Ambiguous extends Exception {
    private static final long serialVersionUID = 1L;

    Ambiguous(String message) {
      super(message, null, false, false);
    }
  }

  /** A name without what does not count: equal for names that differ in nothing else. */
  public static String loose(String name) {
    int start = 0;
    int end = name.length();
    while (start < end && isBlank(name.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(name.charAt(end - 1))) {
      end--;
    }
    return Normalizer.normalize(name.substring(start, end), Normalizer.Form.NFC)
        .toLowerCase(Locale.ROOT);
  }

  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF' || c == '\u200B';
  }

  /**
   * The positions among a source's names from which each column is read, the best first.
   *
   * @param there the source's names; an empty one is nobody's
   * @throws Ambiguous where two names differ from a column's in nothing that counts
   */
  public static List<List<Integer>> match(List<Wanted> columns, List<String> there)
      throws Ambiguous {
    Set<String> claimed = new HashSet<>();
    columns.forEach(column -> claimed.addAll(column.names()));
    List<String> loose = there.stream().map(n -> claimed.contains(n) ? "" : loose(n)).toList();
    Set<Integer> taken = new HashSet<>();
    List<List<Integer>> found = new ArrayList<>();
    for (Wanted column : columns) {
      List<Integer> own = exact(column, there);
      if (own.isEmpty() && !column.isExact()) {
        own = loose(column, there, loose);
        for (int at : own) {
          if (!taken.add(at)) {
            throw new Ambiguous(
                "'%s' fits '%s' and another column alike"
                    .formatted(there.get(at), column.column()));
          }
        }
      }
      found.add(own);
    }
    return found;
  }

  private static List<Integer> exact(Wanted column, List<String> there) {
    List<Integer> found = new ArrayList<>();
    for (String name : column.names()) {
      for (int at = 0; at < there.size(); at++) {
        if (there.get(at).equals(name) && !name.isEmpty()) {
          found.add(at);
        }
      }
    }
    return found;
  }

  private static List<Integer> loose(Wanted column, List<String> there, List<String> loose)
      throws Ambiguous {
    Set<Integer> found = new LinkedHashSet<>();
    for (String name : column.names()) {
      String wanted = loose(name);
      int first = wanted.isEmpty() ? -1 : loose.indexOf(wanted);
      int last = loose.lastIndexOf(wanted);
      if (first >= 0 && last > first) {
        throw new Ambiguous(
            "'%s' and '%s' both fit '%s' of column '%s'"
                .formatted(there.get(first), there.get(last), name, column.column()));
      }
      if (first >= 0) {
        found.add(first);
      }
    }
    return List.copyOf(found);
  }
}
