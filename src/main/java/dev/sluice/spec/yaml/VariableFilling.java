// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.yaml;

import dev.sluice.spec.variable.Reference;
import dev.sluice.spec.variable.Reference.Trouble;
import dev.sluice.spec.variable.TextTemplate;
import dev.sluice.spec.variable.Variables;
import dev.sluice.spec.yaml.Node.Field;
import dev.sluice.spec.yaml.Node.Fields;
import dev.sluice.spec.yaml.Node.Items;
import dev.sluice.spec.yaml.Node.Scalar;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/** Fills variables into values, once: nodes that aliases share are shared afterwards too. */
final class VariableFilling {
  private final Variables variables;
  private final Problems problems;
  private final IdentityHashMap<Node, Node> done = new IdentityHashMap<>();

  VariableFilling(Variables variables, Problems problems) {
    this.variables = variables;
    this.problems = problems;
  }

  Node of(Node node) {
    return of("", node);
  }

  private Node of(String key, Node node) {
    Node known = done.get(node);
    if (known != null) {
      return known;
    }
    Node filled = filled(key, node);
    done.put(node, filled);
    return filled;
  }

  private Node filled(String key, Node node) {
    if (node instanceof Scalar scalar) {
      return SpecShape.holdsSql(key) || !Reference.isIn(scalar.text()) ? scalar : filled(scalar);
    }
    if (node instanceof Items items) {
      List<Node> all = new ArrayList<>();
      items.items().forEach(item -> all.add(of(key, item)));
      return new Items(items.position(), all);
    }
    Fields fields = (Fields) node;
    List<Field> all = new ArrayList<>();
    fields.fields().forEach(f -> all.add(new Field(f.key(), of(f.name(), f.value()))));
    return new Fields(fields.position(), all);
  }

  private Scalar filled(Scalar scalar) {
    TextTemplate.Filled filled = TextTemplate.fill(scalar.text(), variables);
    for (Trouble trouble : filled.troubles()) {
      problems.error(
          trouble.code(), scalar.at(trouble.offset()), trouble.message(), trouble.suggestion());
    }
    return filled.text() == null ? scalar.broken() : scalar.filled(filled.text());
  }
}
