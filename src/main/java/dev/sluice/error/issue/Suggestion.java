// SPDX-License-Identifier: Apache-2.0
package dev.sluice.error.issue;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Guesses what an author meant. */
public final class Suggestion {
  private static final int MAX_LISTED = 12;

  private Suggestion() {}

  /** A question naming the nearest candidate, or null when none is near. */
  public static @Nullable String nearest(String name, Collection<String> candidates) {
    String best = nearestOf(name, candidates);
    return best == null ? null : "did you mean `" + best + "`?";
  }

  /** The nearest candidate, or null when none is near: fewer edits apart than a third of it. */
  public static @Nullable String nearestOf(String name, Collection<String> candidates) {
    String best = null;
    int least = Math.min(3, Math.max(1, name.length() / 3)) + 1;
    for (String candidate : candidates) {
      if (Math.abs(candidate.length() - name.length()) <= least) {
        int distance = distance(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
        boolean isLonger = best != null && !begins(best, name) && begins(candidate, name);
        if (distance < least || (distance == least && isLonger)) {
          least = distance;
          best = candidate;
        }
      }
    }
    return best;
  }

  /** Of two that are as near, one that was not written to its end is rather meant. */
  private static boolean begins(String candidate, String name) {
    return candidate.regionMatches(true, 0, name, 0, name.length());
  }

  /** The nearest candidate, or all of them. */
  public static String nearestOr(String name, String prefix, Collection<String> candidates) {
    String nearest = nearest(name, candidates);
    return nearest != null ? nearest : prefix + list(candidates);
  }

  /** Quotes names and joins them with commas; cuts a long list. */
  public static String list(Collection<String> names) {
    String text =
        names.stream()
            .limit(MAX_LISTED)
            .map(name -> "`" + name + "`")
            .collect(Collectors.joining(", "));
    return names.size() > MAX_LISTED ? text + ", …" : text;
  }

  /** Edits (insert, delete, replace, swap neighbours) that turn one text into the other. */
  static int distance(String a, String b) {
    int[][] edits = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          edits[i][j] = i + j;
          continue;
        }
        int replaced = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int least = Math.min(replaced, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
        boolean isSwap =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        edits[i][j] = isSwap ? Math.min(least, 1 + edits[i - 2][j - 2]) : least;
      }
    }
    return edits[a.length()][b.length()];
  }
}
