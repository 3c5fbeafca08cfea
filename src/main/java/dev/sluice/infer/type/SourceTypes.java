// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Spells types that a file or its structure says. */
final class SourceTypes {
  /** An object of more keys is no record: its keys are values. */
  private static final int MOST_FIELDS = 60;

  private SourceTypes() {}

  /** The spec's word for a type of the kernel. */
  static String of(String kernelType) {
    return word(Column.of("", kernelType, true).opened());
  }

  private static String word(Column column) {
    List<Column> inner = column.opened().nested();
    if (column.isList()) {
      return "list(" + word(inner.get(0)) + ")";
    }
    if (column.isMap()) {
      return "map(text, " + word(inner.get(0)) + ")";
    }
    if (column.isStruct()) {
      boolean isPlain = !inner.isEmpty() && inner.stream().allMatch(f -> isName(f.name()));
      return isPlain
          ? struct(inner.stream().map(f -> f.name() + " " + word(f)).toList())
          : TypeGuess.TEXT;
    }
    return plain(column.type());
  }

  private static boolean isName(String name) {
    return SqlName.isLegalTable(name) && !name.startsWith("__") && !name.startsWith(Column.BRANCH);
  }

  private static String struct(List<String> fields) {
    return "struct(" + String.join(", ", fields) + ")";
  }

  private static String plain(String type) {
    if (type.startsWith("DECIMAL(")) {
      return type.toLowerCase(Locale.ROOT).replace(" ", "");
    }
    return switch (type) {
      case "BOOLEAN" -> "boolean";
      case "TINYINT", "SMALLINT", "INTEGER", "UTINYINT", "USMALLINT" -> "int";
      case "BIGINT", "UINTEGER" -> "bigint";
      case "UBIGINT" -> "decimal(20,0)";
      case "HUGEINT", "UHUGEINT" -> "decimal(38,0)";
      case "FLOAT" -> "float";
      case "DOUBLE" -> "double";
      case "BLOB" -> "bytes";
      case "UUID" -> "uuid";
      case "DATE" -> "date";
      case "TIME", "TIME_NS" -> "time";
      case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS" -> "timestamp";
      case "TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ_NS" -> "timestamptz";
      default -> TypeGuess.TEXT;
    };
  }

  /** The spec's word for what lists and objects of JSON hold. */
  static String of(JsonNode structure) {
    if (structure instanceof ArrayNode list) {
      return "list(" + (list.isEmpty() ? TypeGuess.TEXT : of(list.get(0))) + ")";
    }
    if (structure instanceof ObjectNode object) {
      return object(object);
    }
    return switch (structure.asText()) {
      case "BOOLEAN" -> "boolean";
      case "UBIGINT", "BIGINT" -> "bigint";
      case "HUGEINT" -> "decimal(38,0)";
      case "DOUBLE" -> "double";
      default -> TypeGuess.TEXT;
    };
  }

  private static String object(ObjectNode object) {
    List<String> names = new ArrayList<>();
    List<String> types = new ArrayList<>();
    for (Map.Entry<String, JsonNode> each : object.properties()) {
      names.add(each.getKey());
      types.add(of(each.getValue()));
    }
    boolean isAlike = types.stream().distinct().count() == 1;
    boolean areNames = names.stream().allMatch(SourceTypes::isName);
    boolean isAmbiguous =
        names.stream().map(n -> n.toLowerCase(Locale.ROOT)).distinct().count() < names.size();
    if (names.isEmpty() || !areNames || isAmbiguous || names.size() > MOST_FIELDS) {
      return isAlike ? "map(text, " + types.get(0) + ")" : TypeGuess.TEXT;
    }
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      fields.add(names.get(i) + " " + types.get(i));
    }
    return struct(fields);
  }
}
