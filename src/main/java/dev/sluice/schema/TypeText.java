// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Takes the kernel's spelling of nested types apart. */
public final class TypeText {
  private TypeText() {}

  /** Splits what stands between a position and the closing bracket at the outermost commas. */
  public static List<String> parts(String text, int from) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    char quote = 0;
    int start = from;
    for (int i = from; i < text.length() - 1; i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth--;
      } else if (c == ',' && depth == 0) {
        parts.add(text.substring(start, i).strip());
        start = i + 1;
      }
    }
    parts.add(text.substring(start, text.length() - 1).strip());
    return parts;
  }

  /** Where the name of a field ends, quoted or not. */
  public static int endOfName(String field) {
    int i = 0;
    boolean quoted = false;
    while (i < field.length() && (quoted || field.charAt(i) != ' ')) {
      quoted ^= field.charAt(i) == '"';
      i++;
    }
    return i;
  }

  /** What a nested type holds: the fields of a struct, the item of a list, the value of a map. */
  static List<Column> inner(String type) {
    if (type.endsWith("]")) {
      return List.of(inside(Column.ITEM, type.substring(0, type.lastIndexOf('['))));
    }
    if (type.startsWith("MAP(")) {
      return List.of(inside(Column.VALUE, parts(type, "MAP(".length()).get(1)));
    }
    return parts(type, "STRUCT(".length()).stream().map(TypeText::field).toList();
  }

  private static Column field(String text) {
    int end = endOfName(text);
    return inside(unquoted(text.substring(0, end)), text.substring(end).strip());
  }

  private static Column inside(String name, String type) {
    return Column.of(name, type, true).opened();
  }

  /** The type with every part that is not nested turned into another; arrays become lists. */
  public static String map(String type, UnaryOperator<String> plain) {
    String text = type.strip();
    if (text.endsWith("]")) {
      return map(text.substring(0, text.lastIndexOf('[')), plain) + "[]";
    }
    if (text.startsWith("MAP(")) {
      return nested("MAP(", parts(text, "MAP(".length()), false, plain);
    }
    if (text.startsWith("STRUCT(")) {
      return nested("STRUCT(", parts(text, "STRUCT(".length()), true, plain);
    }
    return plain.apply(text);
  }

  private static String nested(
      String open, List<String> parts, boolean isNamed, UnaryOperator<String> plain) {
    List<String> mapped = new ArrayList<>();
    for (String part : parts) {
      int space = isNamed ? endOfName(part) : 0;
      String type = map(part.substring(space), plain);
      mapped.add(isNamed ? part.substring(0, space) + " " + type : type);
    }
    return open + String.join(", ", mapped) + ")";
  }

  public static String unquoted(String name) {
    return name.startsWith("\"")
        ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
        : name;
  }
}
