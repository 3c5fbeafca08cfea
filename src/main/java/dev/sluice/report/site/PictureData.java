// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.site;

import dev.sluice.report.text.Json;
import dev.sluice.report.text.SafeText;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the picture of a pipeline is drawn of, as JSON inside a page. */
final class PictureData {
  private PictureData() {}

  static String of(PipelineSpec spec) {
    List<Map<String, Object>> nodes = new ArrayList<>();
    List<Map<String, Object>> edges = new ArrayList<>();
    for (TableSpec table : spec.tables()) {
      String source = "source of " + table.name();
      String paths = String.join(", ", SpecPaths.of(spec, table));
      nodes.add(node(source, paths, "source"));
      nodes.add(node(table.name(), table.name(), "table"));
      edges.add(edge(source, table.name(), false));
    }
    for (ModelSpec model : spec.models()) {
      nodes.add(node(model.name(), model.name(), "model"));
      for (String input : Lineage.inputs(model)) {
        edges.add(edge(input, model.name(), model.lookup().contains(input)));
      }
    }
    // Nothing in it may end the element that it stands in.
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("nodes", nodes);
    tree.put("edges", edges);
    return Json.write(tree).replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e");
  }

  private static Map<String, Object> node(String id, String label, String kind) {
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("id", id);
    node.put("label", SafeText.escape(label));
    node.put("kind", kind);
    return node;
  }

  private static Map<String, Object> edge(String from, String to, boolean isLookup) {
    Map<String, Object> edge = new LinkedHashMap<>();
    edge.put("from", from);
    edge.put("to", to);
    edge.put("lookup", isLookup);
    return edge;
  }
}
