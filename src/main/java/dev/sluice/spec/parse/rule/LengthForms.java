// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.rule;

import dev.sluice.schema.Column;
import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.parse.rule.ShortForm.Misfit;
import dev.sluice.spec.parse.rule.ShortForm.Question;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Items;
import dev.sluice.spec.yaml.Section;
import dev.sluice.spec.yaml.SpecShape;
import java.util.ArrayList;
import java.util.List;

/** The rules that count what a value is made of. */
final class LengthForms {
  private static final Column COUNT = Column.of("its length", "BIGINT", false);
  private static final Column NORM = Column.of("norm", "DOUBLE", false);

  private LengthForms() {}

  static Question length(Subject subject, Node node) throws Misfit {
    String count;
    String unit;
    if (subject.isText()) {
      count = "length(" + subject.sql() + ")";
      unit = "character";
    } else if (subject.column().isList()) {
      count = "len(" + subject.sql() + ")";
      unit = "item";
    } else if (subject.type().equals("BLOB")) {
      count = "octet_length(" + subject.sql() + ")";
      unit = "byte";
    } else {
      throw subject.misfit("texts, lists and bytes", "write `between` for numbers");
    }
    Bounds bounds = bounds(node);
    return new Question(
        String.join(" AND ", bounds.conditions(count)),
        "'has ' || "
            + count
            + " || ' "
            + unit
            + "' || CASE WHEN "
            + count
            + " = 1 THEN '' ELSE 's' END",
        "must have "
            + bounds.words()
            + (bounds.words().equals("1") ? " " + unit : " " + unit + "s"));
  }

  private static Bounds bounds(Node node) throws Misfit {
    Bounds bounds;
    if (node instanceof Items) {
      bounds = Bounds.read(node, COUNT);
    } else {
      Bounds.Value value = Bounds.value(node, COUNT);
      bounds = new Bounds(value, value);
    }
    Bounds.Value least = bounds.low() != null ? bounds.low() : bounds.high();
    if (least != null && least.json().asLong() < 0) {
      throw new Misfit(node.position(), "cannot be below 0", null);
    }
    return bounds;
  }

  static Question embedding(Subject subject, Node node, SpecContext reading) throws Misfit {
    if (!subject.type().equals("FLOAT[]") && !subject.type().equals("DOUBLE[]")) {
      throw subject.misfit(
          "lists of floats or doubles", "give the column the type list(float) or list(double)");
    }
    Section section = Section.open(node, SpecShape.EMBEDDING, reading.problems());
    Long dimension = section == null ? null : section.whole("dimension", 1, 1_000_000);
    Node norm = section == null ? null : section.node("norm");
    Bounds bounds = norm == null ? new Bounds(null, null) : Bounds.read(norm, NORM);
    String sql = subject.sql();
    String count = "len(" + sql + ")";
    String wrong = "list_filter(%s, lambda x: x IS NULL OR NOT isfinite(x))".formatted(sql);
    // The product looks at the nulls of all rows of a batch, whatever is asked of each.
    String size =
        "sqrt(list_inner_product(%1$s, %1$s))"
            .formatted(
                "list_transform(%s, lambda x: coalesce(CAST(x AS DOUBLE), 0))".formatted(sql));
    // A norm of values that are not there cannot be computed.
    String finite = "len(" + wrong + ") = 0";
    List<String> conditions = new ArrayList<>(List.of(count + " = " + dimension));
    conditions.add(
        norm == null
            ? finite
            : "CASE WHEN %s THEN %s ELSE false END"
                .formatted(finite, String.join(" AND ", bounds.conditions(size))));
    String observed =
        "CASE WHEN %1$s <> %2$s THEN 'has ' || %1$s || ' numbers' WHEN NOT (%3$s) THEN 'holds ' || coalesce(CAST(%4$s[1] AS VARCHAR), 'null') %5$sEND"
            .formatted(
                count,
                dimension,
                finite,
                wrong,
                norm == null ? "" : "ELSE 'has the norm ' || CAST(" + size + " AS VARCHAR) ");
    String wanted = "must have " + dimension + " finite numbers";
    return new Question(
        "CASE WHEN " + sql + " IS NOT NULL THEN " + String.join(" AND ", conditions) + " END",
        observed,
        norm == null ? wanted : wanted + " and a norm of " + bounds.words());
  }
}
