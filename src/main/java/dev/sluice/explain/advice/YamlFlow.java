// SPDX-License-Identifier: Apache-2.0
package dev.sluice.explain.advice;

import dev.sluice.schema.spelling.YamlText;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Fields;
import dev.sluice.spec.yaml.Node.Items;
import dev.sluice.spec.yaml.Node.Scalar;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes what an author wrote on one line. */
final class YamlFlow {
  private YamlFlow() {}

  static String of(Node node) {
    if (node instanceof Scalar scalar) {
      return scalar.isText() ? YamlText.written(scalar.text()) : scalar.text();
    }
    if (node instanceof Items items) {
      return YamlText.items(items.items().stream().map(YamlFlow::of).toList());
    }
    Map<String, String> entries = new LinkedHashMap<>();
    ((Fields) node).fields().forEach(field -> entries.put(field.name(), of(field.value())));
    return YamlText.map(entries);
  }
}
