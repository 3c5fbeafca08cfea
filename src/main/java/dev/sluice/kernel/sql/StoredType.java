// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kernel.sql;

import dev.sluice.schema.TypeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Turns a type of the kernel into the type that batches and Parquet files give back for it.
 *
 * <p>Types inside lists, structs and maps are turned as well. An ENUM has no stored type: as a
 * batch it would need a dictionary beside it.
 */
public final class StoredType {
  private static final Set<String> KEPT =
      Set.of(
          "BOOLEAN",
          "TINYINT",
          "SMALLINT",
          "INTEGER",
          "BIGINT",
          "UTINYINT",
          "USMALLINT",
          "UINTEGER",
          "UBIGINT",
          "FLOAT",
          "DOUBLE",
          "VARCHAR",
          "BLOB",
          "DATE",
          "TIME",
          "TIMESTAMP",
          "TIMESTAMP_NS",
          "TIMESTAMP WITH TIME ZONE");
  private static final Map<String, String> TURNED =
      Map.of(
          "HUGEINT", "DECIMAL(38,0)",
          "UHUGEINT", "DECIMAL(38,0)",
          "UUID", "VARCHAR",
          "JSON", "VARCHAR",
          "TIMESTAMP_S", "TIMESTAMP",
          "TIMESTAMP_MS", "TIMESTAMP");

  private StoredType() {}

  /** The stored type, or null when there is none. */
  public static @Nullable String of(String type) {
    boolean[] isStored = {true};
    String stored =
        map(
            type,
            plain -> {
              boolean isKept = KEPT.contains(plain) || plain.startsWith("DECIMAL(");
              String turned = isKept ? plain : TURNED.get(plain);
              isStored[0] &= turned != null;
              return turned == null ? plain : turned;
            });
    return isStored[0] ? stored : null;
  }

  /** The type with every part that is not nested turned into another; arrays become lists. */
  static String map(String type, UnaryOperator<String> plain) {
    String text = type.strip();
    if (text.endsWith("]")) {
      return map(text.substring(0, text.lastIndexOf('[')), plain) + "[]";
    }
    if (text.startsWith("MAP(")) {
      return nested("MAP(", TypeText.parts(text, "MAP(".length()), false, plain);
    }
    if (text.startsWith("STRUCT(")) {
      return nested("STRUCT(", TypeText.parts(text, "STRUCT(".length()), true, plain);
    }
    return plain.apply(text);
  }

  private static String nested(
      String open, List<String> parts, boolean isNamed, UnaryOperator<String> plain) {
    List<String> mapped = new ArrayList<>();
    for (String part : parts) {
      int space = isNamed ? TypeText.endOfName(part) : 0;
      String type = map(part.substring(space), plain);
      mapped.add(isNamed ? part.substring(0, space) + " " + type : type);
    }
    return open + String.join(", ", mapped) + ")";
  }
}
