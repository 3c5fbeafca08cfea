// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse;

import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.policy.NamesSpec;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Section;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what became of tables, models and columns that earlier runs knew. */
final class NamesReader {
  private final SpecContext reading;

  NamesReader(SpecContext reading) {
    this.reading = reading;
  }

  /**
   * Reads {@code removed}, and {@code renamed_from} of every table and model.
   *
   * @param present the names of all tables and models
   */
  NamesSpec read(Section top, Set<String> present) {
    List<Scalar> removed = top.texts("removed");
    for (Scalar name : removed) {
      if (present.contains(name.text())) {
        reading.invalid(
            name.position(),
            "`" + name.text() + "` is removed, and stands in the spec",
            "take it out of one of both; a column is written `table.column`");
      }
    }
    Map<String, String> renamed = new HashMap<>();
    for (String kind : List.of("tables", "models")) {
      top.entries(kind).forEach(field -> read(field, present, renamed));
    }
    return new NamesSpec(reading.distinct(removed, "the name"), renamed);
  }

  private void read(Node.Field field, Set<String> present, Map<String, String> renamed) {
    if (!(field.value() instanceof Node.Fields fields)) {
      return;
    }
    for (Node.Field each : fields.fields()) {
      if (!each.name().equals("renamed_from")) {
        continue;
      }
      if (!(each.value() instanceof Scalar old)) {
        reading.invalid(each.value().position(), "`renamed_from` is a name");
      } else if (present.contains(old.text())) {
        reading.invalid(
            old.position(),
            "`" + old.text() + "` stands in the spec, and cannot be the earlier name of another",
            "take one of both out");
      } else if (renamed.containsValue(old.text())) {
        reading.invalid(old.position(), "two have the earlier name `" + old.text() + "`");
      } else {
        renamed.put(field.name(), old.text());
      }
    }
  }
}
