// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.pages;

import dev.sluice.report.text.Json;
import dev.sluice.report.text.SafeText;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
    return Json.write(Map.of("nodes", nodes, "edges", edges))
        .replace("&", "\\u0026")
        .replace("<", "\\u003c")
        .replace(">", "\\u003e");
  }

  private static Map<String, Object> node(String id, String label, String kind) {
    return Map.of("id", id, "label", SafeText.escape(label), "kind", kind);
  }

  private static Map<String, Object> edge(String from, String to, boolean isLookup) {
    return Map.of("from", from, "to", to, "lookup", isLookup);
  }
}
