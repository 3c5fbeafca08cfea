// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.view;

import dev.sluice.error.issue.IssueRenderer;
import dev.sluice.error.issue.Position;
import dev.sluice.explain.advice.SpecSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows where something of the spec stands, below what is said about it. */
public final class PlaceLines {
  private static final int LABEL = 8;

  private PlaceLines() {}

  /**
   * Adds each place and its line, for people.
   *
   * @param about keys of the spec
   * @param width how many columns a line of a file may take
   */
  public static void add(View view, SpecSource source, List<List<String>> about, int width) {
    for (Position place : source.places(about)) {
      view.labelled(LABEL, "at", place.toString());
      view.drawing(IssueRenderer.excerpt(place, source.texts(), width));
    }
  }

  /** The places for programs, as those of issues are. */
  public static List<Map<String, @Nullable Object>> trees(
      SpecSource source, List<List<String>> about) {
    return source.places(about).stream().map(PlaceLines::tree).toList();
  }

  private static Map<String, @Nullable Object> tree(Position place) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("file", place.file());
    tree.put("line", place.line());
    tree.put("column", place.column());
    return tree;
  }
}
