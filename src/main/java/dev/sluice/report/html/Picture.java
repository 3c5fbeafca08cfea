// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.html;

import dev.sluice.report.text.Json;
import dev.sluice.report.text.SafeText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A graph that a script of the page draws, of what stands in it as JSON. */
public final class Picture {
  /** How the place of a picture begins. */
  static final String MARK = "<figure id=\"picture\">";

  /** Nobody finds anything in a picture of more. */
  private static final int MOST_NODES = 120;

  private final List<Map<String, Object>> nodes = new ArrayList<>();
  private final List<Map<String, Object>> edges = new ArrayList<>();

  /**
   * Adds something.
   *
   * @param id by which edges name it, and the anchor of a link
   * @param note a second line; empty for none
   * @param kind how it is drawn: {@code source}, {@code table} or {@code model}, and {@code bad}
   */
  public Picture node(String id, String label, String note, String kind) {
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("id", id);
    node.put("label", SafeText.escape(label));
    node.put("note", SafeText.escape(note));
    node.put("kind", kind);
    nodes.add(node);
    return this;
  }

  /** Adds an arrow with a text on it; empty for none. */
  public Picture edge(String from, String to, String label, boolean isLookup) {
    Map<String, Object> edge = new LinkedHashMap<>();
    edge.put("from", from);
    edge.put("to", to);
    edge.put("label", SafeText.escape(label));
    edge.put("lookup", isLookup);
    edges.add(edge);
    return this;
  }

  /** Writes the place of the picture, and what it is drawn of; nothing when it would be a maze. */
  public void write(HtmlText html) {
    if (nodes.size() > MOST_NODES) {
      return;
    }
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("nodes", nodes);
    tree.put("edges", edges);
    // Nothing in it may end the element that it stands in.
    String json =
        Json.write(tree).replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e");
    html.raw(MARK + "</figure>\n")
        .raw("<script type=\"application/json\" id=\"lineage\">" + json + "</script>\n");
  }
}
