// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.columns;

import dev.sluice.error.issue.Position;
import dev.sluice.schema.form.FormCheck;
import dev.sluice.schema.form.TextForm;
import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Items;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Section;
import java.util.Objects;

/** Reads how a column's values are written. */
final class FormReader {
  private final SpecContext reading;

  FormReader(SpecContext reading) {
    this.reading = reading;
  }

  /**
   * The form that a column says, {@link TextForm#PLAIN} when it says none.
   *
   * @param type the kernel's type of the column
   */
  TextForm read(Section column, String type) {
    TextForm form =
        new TextForm(
            column.texts("format").stream().map(Scalar::text).toList(),
            text(column, "decimal"),
            text(column, "thousands"),
            reading.anyTexts(column, "true_values"),
            reading.anyTexts(column, "false_values"),
            reading.anyTexts(column, "null_values"));
    for (FormCheck.Problem problem : FormCheck.of(type, form)) {
      reading.invalid(place(column, problem), problem.message(), problem.suggestion());
    }
    return form;
  }

  private static Position place(Section column, FormCheck.Problem problem) {
    Node node = Objects.requireNonNull(column.node(problem.key()));
    Node value = node instanceof Items items ? items.items().get(problem.index()) : node;
    return value instanceof Scalar scalar ? scalar.at(problem.offset()) : value.position();
  }

  private String text(Section column, String key) {
    Scalar scalar = column.text(key);
    if (scalar != null && scalar.text().isEmpty()) {
      reading.invalid(scalar.position(), "`" + key + "` is empty", "take it out");
    }
    return scalar == null ? "" : scalar.text();
  }
}
