// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.parquet;

import dev.sluice.batch.RawNames;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.source.files.parquet.ParquetFooter.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;

/**
 * What to select from a Parquet file so that every value is exactly the file's.
 *
 * <p>Some values have no type of the kernel's own. A decimal of more than 38 digits is given as
 * text, and so is what has no type since it is always null. A timestamp of 96 bits is a timestamp
 * where it is one of the years 1 to 9999 in whole microseconds; a row with another has texts in
 * their place.
 */
final class ParquetColumns {
  /** The function that makes a text of the bytes of a decimal. */
  static final String DECIMAL = "__decimal";

  private final List<Node> nodes;
  private final List<String> names;
  private final List<Field> fields;

  /** How a timestamp of 96 bits is given. */
  private enum Form {
    TIME,
    TEXT,
    /** As text, but null where it is no timestamp. */
    CHECK
  }

  /**
   * Selects columns.
   *
   * @param names what the kernel calls them
   * @param fields their types as the kernel gives them
   */
  ParquetColumns(List<Node> nodes, List<String> names, List<Field> fields) {
    this.nodes = nodes;
    this.names = names;
    this.fields = fields;
  }

  /** Whether there are timestamps of 96 bits. */
  boolean hasTimes() {
    return nodes.stream().anyMatch(ParquetColumns::hasTimes);
  }

  private static boolean hasTimes(Node node) {
    return node.leaves().stream().anyMatch(leaf -> leaf.getType() == Type.INT96);
  }

  static boolean isWide(SchemaElement leaf) {
    boolean isBytes =
        leaf.getType() == Type.FIXED_LEN_BYTE_ARRAY || leaf.getType() == Type.BYTE_ARRAY;
    return isBytes && precision(leaf) > 38;
  }

  private static int precision(SchemaElement leaf) {
    boolean isLogical = leaf.isSetLogicalType() && leaf.getLogicalType().isSetDECIMAL();
    return isLogical ? leaf.getLogicalType().getDECIMAL().getPrecision() : leaf.getPrecision();
  }

  private static int scale(SchemaElement leaf) {
    boolean isLogical = leaf.isSetLogicalType() && leaf.getLogicalType().isSetDECIMAL();
    return isLogical ? leaf.getLogicalType().getDECIMAL().getScale() : leaf.getScale();
  }

  /** Select items for rows in which every timestamp is one. */
  String items() {
    return items(Form.TIME);
  }

  /** Select items for all other rows. */
  String texts() {
    return items(Form.TEXT);
  }

  private String items(Form form) {
    List<String> items = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      String name = RawNames.of(nodes.get(i).element().getName());
      items.add(value(i, form) + " AS " + SqlName.quote(name));
    }
    return String.join(", ", items);
  }

  /** What holds where every timestamp is one. */
  String condition() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      if (hasTimes(nodes.get(i))) {
        all.add(value(i, Form.TEXT) + " IS NOT DISTINCT FROM " + value(i, Form.CHECK));
      }
    }
    return String.join(" AND ", all);
  }

  private String value(int i, Form form) {
    Node node = nodes.get(i);
    String sql = SqlName.quote(names.get(i));
    boolean isSpecial = hasTimes(node) || node.leaves().stream().anyMatch(ParquetColumns::isWide);
    if (!isSpecial && !hasNothing(fields.get(i))) {
      return sql;
    }
    Deque<SchemaElement> leaves = new ArrayDeque<>(node.leaves());
    String value = new Walk(leaves, form).value(fields.get(i), sql, 0);
    ParquetFooter.require(
        leaves.isEmpty(),
        "column "
            + node.element().getName()
            + " holds values in a way that cannot be read exactly");
    return value;
  }

  /** Whether a type has a part without a type, whose every value is null. */
  private static boolean hasNothing(Field field) {
    return field.getType() instanceof ArrowType.Null
        || field.getChildren().stream().anyMatch(ParquetColumns::hasNothing);
  }

  /** Goes through a column's type and what is stored of it side by side. */
  private record Walk(Deque<SchemaElement> leaves, Form form) {
    String value(Field field, String sql, int depth) {
      ArrowType type = field.getType();
      SchemaElement leaf = leaves.peekFirst();
      boolean isTime = leaf != null && leaf.getType() == Type.INT96;
      if (field.getChildren().isEmpty() || (isTime && isPair(field))) {
        return leaf(type instanceof ArrowType.Null ? "CAST(" + sql + " AS VARCHAR)" : sql);
      }
      if (type instanceof ArrowType.Struct) {
        String parts =
            field.getChildren().stream()
                .map(part -> part(part, sql, depth))
                .collect(Collectors.joining(", "));
        return "CASE WHEN %s IS NOT NULL THEN struct_pack(%s) END".formatted(sql, parts);
      }
      String each = "__e" + depth;
      Field inner = field.getChildren().get(0);
      if (type instanceof ArrowType.Map) {
        return "map_from_entries(list_transform(map_entries(%s), lambda %s: %s))"
            .formatted(sql, each, value(inner, each, depth + 1));
      }
      return "list_transform(%s, lambda %s: %s)"
          .formatted(sql, each, value(inner, each, depth + 1));
    }

    private String part(Field part, String sql, int depth) {
      String name = SqlName.quote(part.getName());
      return name + " := " + value(part, sql + "." + name, depth);
    }

    private static boolean isPair(Field field) {
      return field.getChildren().stream()
          .map(Field::getName)
          .toList()
          .equals(List.of("date", "time"));
    }

    private String leaf(String sql) {
      SchemaElement leaf = leaves.pollFirst();
      if (leaf == null) {
        throw new ParquetFooter.Broken("its schema is not what the kernel sees");
      }
      if (isWide(leaf)) {
        return "%s(hex(%s), %d)".formatted(DECIMAL, sql, scale(leaf));
      }
      return leaf.getType() == Type.INT96 ? time(sql) : sql;
    }

    private String time(String sql) {
      String day = sql + ".\"date\"";
      String clock = sql + ".\"time\"";
      String text = "%s::VARCHAR || ' ' || %s::VARCHAR".formatted(day, clock);
      String isOne =
          "%s BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' AND %2$s::TIME::TIME_NS = %2$s"
              .formatted(day, clock);
      return switch (form) {
        case TEXT -> text;
        case TIME -> "CASE WHEN %s THEN %s + %s::TIME END".formatted(isOne, day, clock);
        case CHECK -> "CASE WHEN %s THEN %s END".formatted(isOne, text);
      };
    }
  }
}
