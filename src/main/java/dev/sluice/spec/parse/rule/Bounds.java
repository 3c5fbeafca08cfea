// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.rule;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import dev.sluice.spec.parse.columns.PlainValue;
import dev.sluice.spec.parse.rule.ShortForm.Misfit;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Items;
import dev.sluice.spec.yaml.Node.Scalar;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Two bounds, both inclusive, of which one may be open. */
record Bounds(@Nullable Value low, @Nullable Value high) {
  /**
   * One value of the spec.
   *
   * @param shown as the author wrote it
   */
  record Value(JsonNode json, String type, String shown) {
    String sql() {
      return "CAST(" + SqlName.literal(json.asText()) + " AS " + type + ")";
    }

    boolean isAbove(Value other) {
      if (json.isNumber() || type.startsWith("DECIMAL(")) {
        return number().compareTo(other.number()) > 0;
      }
      return stamp().compareTo(other.stamp()) > 0;
    }

    private BigDecimal number() {
      return new BigDecimal(json.asText());
    }

    /** Texts of one type that sort as their times do, once nothing ends them. */
    private String stamp() {
      return json.asText().replace("Z", "");
    }
  }

  /** A value of a column's type. */
  static Value value(Node node, Column column) throws Misfit {
    if (!(node instanceof Scalar scalar) || scalar.type() == Node.Type.NOTHING) {
      throw new Misfit(node.position(), "cannot take " + node.description(), null);
    }
    try {
      return new Value(PlainValue.of(scalar, column), column.type(), scalar.text());
    } catch (PlainValue.Misfit e) {
      throw new Misfit(
          node.position(),
          "cannot compare `%s`, of type %s, with %s"
              .formatted(column.name(), column.type(), node.description()),
          "write " + e.wanted());
    }
  }

  /** Reads {@code [low, high]}. */
  static Bounds read(Node node, Column column) throws Misfit {
    if (!(node instanceof Items items) || items.items().size() != 2) {
      throw new Misfit(
          node.position(),
          "has two bounds, and here is " + describe(node),
          "write `[low, high]`; null leaves one open");
    }
    Value low = bound(items.items().get(0), column);
    Value high = bound(items.items().get(1), column);
    if (low == null && high == null) {
      throw new Misfit(
          node.position(), "has no bound here", "write one at least, such as `[0, null]`");
    }
    if (low != null && high != null && low.isAbove(high)) {
      throw new Misfit(
          node.position(),
          "has a low bound of %s, above the high one of %s".formatted(low.shown(), high.shown()),
          "write the lower one first");
    }
    return new Bounds(low, high);
  }

  private static String describe(Node node) {
    return node instanceof Items items ? "a list of " + items.items().size() : node.description();
  }

  private static @Nullable Value bound(Node node, Column column) throws Misfit {
    boolean isOpen = node instanceof Scalar scalar && scalar.type() == Node.Type.NOTHING;
    return isOpen ? null : value(node, column);
  }

  /** The conditions on an expression. */
  List<String> conditions(String sql) {
    List<String> all = new ArrayList<>();
    if (low != null) {
      all.add(sql + " >= " + low.sql());
    }
    if (high != null) {
      all.add(sql + " <= " + high.sql());
    }
    return all;
  }

  /** In words: {@code between 0 and 10000}. */
  String words() {
    if (low != null && high != null) {
      return low.shown().equals(high.shown())
          ? low.shown()
          : "between " + low.shown() + " and " + high.shown();
    }
    return low != null
        ? "at least " + low.shown()
        : "at most " + (high == null ? "" : high.shown());
  }
}
