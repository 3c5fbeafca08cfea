// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind.filter;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.bind.filter.RowFilter.Operator;
import dev.sluice.bind.parse.SqlTree;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads conditions on plain columns out of a WHERE. */
final class ConditionReader {
  private static final Map<String, Operator> COMPARISONS =
      Map.of(
          "COMPARE_EQUAL", Operator.EQUAL,
          "COMPARE_LESSTHAN", Operator.LESS,
          "COMPARE_LESSTHANOREQUALTO", Operator.LESS_OR_EQUAL,
          "COMPARE_GREATERTHAN", Operator.GREATER,
          "COMPARE_GREATERTHANOREQUALTO", Operator.GREATER_OR_EQUAL);

  private final SqlTree tree;
  private final ConstantValues values;

  ConditionReader(SqlTree tree, ConstantValues values) {
    this.tree = tree;
    this.values = values;
  }

  /**
   * A table where it is read.
   *
   * @param alias its name there
   * @param isAlone whether nothing is read beside it, so that a bare name is its column
   */
  record Read(String alias, TableSchema schema, boolean isAlone) {}

  /** What follows from a condition; null when nothing does. */
  @Nullable RowFilter read(JsonNode node, Read table) {
    String type = SqlTree.type(node);
    return switch (type) {
      case "CONJUNCTION_AND" -> all(node.path("children"), table);
      case "CONJUNCTION_OR" -> any(node.path("children"), table);
      case "COMPARE_BETWEEN" ->
          both(
              compares(node.path("input"), Operator.GREATER_OR_EQUAL, node.path("lower"), table),
              compares(node.path("input"), Operator.LESS_OR_EQUAL, node.path("upper"), table));
      case "COMPARE_IN" -> isIn(node.path("children"), table);
      case "OPERATOR_IS_NULL" -> isNull(node, table, true);
      case "OPERATOR_IS_NOT_NULL" -> isNull(node, table, false);
      default -> comparison(node, COMPARISONS.get(type), table);
    };
  }

  private @Nullable RowFilter comparison(JsonNode node, @Nullable Operator operator, Read table) {
    if (operator == null) {
      return null;
    }
    RowFilter filter = compares(node.path("left"), operator, node.path("right"), table);
    return filter == null
        ? compares(node.path("right"), operator.turned(), node.path("left"), table)
        : filter;
  }

  private @Nullable RowFilter all(JsonNode children, Read table) {
    List<RowFilter> parts = new ArrayList<>();
    for (JsonNode child : children) {
      RowFilter part = read(child, table);
      if (part != null) {
        parts.add(part);
      }
    }
    return parts.isEmpty() ? null : new RowFilter.All(parts);
  }

  private @Nullable RowFilter any(JsonNode children, Read table) {
    List<RowFilter> parts = new ArrayList<>();
    for (JsonNode child : children) {
      RowFilter part = read(child, table);
      if (part == null) {
        return null;
      }
      parts.add(part);
    }
    return new RowFilter.Any(parts);
  }

  private static @Nullable RowFilter both(@Nullable RowFilter one, @Nullable RowFilter other) {
    return one == null ? other : other == null ? one : new RowFilter.All(List.of(one, other));
  }

  private @Nullable RowFilter isIn(JsonNode children, Read table) {
    List<RowFilter> parts = new ArrayList<>();
    for (int i = 1; i < children.size(); i++) {
      RowFilter part = compares(children.path(0), Operator.EQUAL, children.path(i), table);
      if (part == null) {
        return null;
      }
      parts.add(part);
    }
    return parts.isEmpty() ? null : new RowFilter.Any(parts);
  }

  private @Nullable RowFilter isNull(JsonNode node, Read table, boolean isSo) {
    Column column = column(node.path("children").path(0), table);
    return column == null ? null : new RowFilter.IsNull(column.name(), isSo);
  }

  private @Nullable RowFilter compares(
      JsonNode left, Operator operator, JsonNode right, Read table) {
    Column column = column(left, table);
    String constant = column == null ? null : constant(right);
    if (column == null || constant == null) {
      return null;
    }
    Optional<Object> value = values.of(constant, isText(right), column);
    return value.map(each -> new RowFilter.Compares(column.name(), operator, each)).orElse(null);
  }

  /** A column of the table; null for anything else, and for one whose values are hidden. */
  private static @Nullable Column column(JsonNode node, Read table) {
    if (!SqlTree.isClass(node, "COLUMN_REF")) {
      return null;
    }
    List<String> names = SqlTree.names(node);
    boolean isOwn =
        names.size() == 1
            ? table.isAlone()
            : names.size() == 2
                && names.get(0).equalsIgnoreCase(table.alias())
                && find(table.schema(), names.get(0)) == null;
    Column column = isOwn ? find(table.schema(), names.get(names.size() - 1)) : null;
    return column == null || column.pii() ? null : column;
  }

  private static @Nullable Column find(TableSchema schema, String name) {
    return schema.columns().stream()
        .filter(column -> column.name().equalsIgnoreCase(name))
        .findFirst()
        .orElse(null);
  }

  private static boolean isText(JsonNode node) {
    return node.path("literal").path("kind").asText().equals("STRING");
  }

  /** The text of a literal, or of one that is cast; null for anything else. */
  private @Nullable String constant(JsonNode node) {
    JsonNode inner = node;
    while (SqlTree.type(inner).equals("OPERATOR_CAST") && !inner.path("try_cast").asBoolean()) {
      inner = inner.path("child");
    }
    boolean isLiteral =
        SqlTree.isClass(inner, "CONSTANT")
            && !inner.path("literal").path("kind").asText("NULL_LITERAL").equals("NULL_LITERAL");
    return isLiteral ? tree.text(node) : null;
  }
}
