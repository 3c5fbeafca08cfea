// SPDX-License-Identifier: Apache-2.0
package dev.sluice.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fenced block of a page.
 *
 * @param line of its fence, from 1
 * @param language empty when the fence says none
 * @param marker what the comment {@code <!-- snippet: MARKER -->} before it says; empty when there
 *     is none
 * @param lines without the indent of the fence
 */
record Snippet(int line, String language, String marker, List<String> lines) {
  private static final Pattern MARKER = Pattern.compile("\\s*<!-- snippet: (.+?) -->\\s*");
  private static final Pattern FENCE = Pattern.compile("( *)```([^` ]*)(?: .*)?");

  /** What must be there first, and is not shown. */
  private static final String BEFORE = "before ";

  /** What a marker says behind a word; empty when it is another one. */
  String marked(String word) {
    return marker.startsWith(word + " ") ? marker.substring(word.length() + 1).strip() : "";
  }

  String text() {
    return String.join("\n", lines) + "\n";
  }

  /** The blocks of a page, in order. */
  static List<Snippet> of(List<String> page) {
    List<Snippet> found = new ArrayList<>();
    String marker = "";
    int i = 0;
    while (i < page.size()) {
      Matcher marked = MARKER.matcher(page.get(i));
      Matcher fence = FENCE.matcher(page.get(i));
      if (marked.matches()) {
        marker = marked.group(1);
        if (marker.startsWith(BEFORE)) {
          found.add(new Snippet(i + 1, "sh", "", List.of(marker.substring(BEFORE.length()))));
          marker = "";
        }
      } else if (fence.matches()) {
        int end = end(page, i, fence.group(1) + "```");
        List<String> lines =
            page.subList(i + 1, end).stream().map(text -> cut(text, fence.group(1))).toList();
        found.add(new Snippet(i + 1, fence.group(2), marker, lines));
        marker = "";
        i = end;
      } else if (!page.get(i).isBlank()) {
        marker = "";
      }
      i++;
    }
    return found;
  }

  private static String cut(String text, String indent) {
    return text.startsWith(indent) ? text.substring(indent.length()) : text.strip();
  }

  private static int end(List<String> page, int start, String fence) {
    for (int i = start + 1; i < page.size(); i++) {
      if (page.get(i).stripTrailing().equals(fence)) {
        return i;
      }
    }
    throw new AssertionError("line " + (start + 1) + ": the block does not end");
  }
}
