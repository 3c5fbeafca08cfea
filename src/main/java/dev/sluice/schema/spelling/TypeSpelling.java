// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema.spelling;

import dev.sluice.schema.Column;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes a column's type as a spec spells it; {@link TypeGrammar} reads it back. */
public final class TypeSpelling {
  private static final Map<String, String> WORDS = new HashMap<>();
  private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_ .+/-]*");

  static {
    TypeLexicon.PLAIN.forEach((word, type) -> WORDS.put(type, word));
  }

  private TypeSpelling() {}

  /** The type with a {@code !} where it is never null. */
  public static String of(Column column) {
    return bare(column) + (column.nullable() ? "" : "!");
  }

  private static String bare(Column written) {
    Column column = written.opened();
    if (column.isList()) {
      return "list(" + of(column.nested().get(0)) + ")";
    }
    if (column.isMap()) {
      return "map(text, " + of(column.nested().get(0)) + ")";
    }
    if (column.isStruct()) {
      return column.nested().stream()
          .map(field -> field.name() + " " + of(field))
          .collect(Collectors.joining(", ", "struct(", ")"));
    }
    if (!column.symbols().isEmpty()) {
      return column.symbols().stream()
          .map(TypeSpelling::symbol)
          .collect(Collectors.joining(", ", "enum(", ")"));
    }
    String word = WORDS.get(column.type());
    return word == null ? column.type().toLowerCase(Locale.ROOT) : word;
  }

  private static String symbol(String symbol) {
    boolean isBare = BARE.matcher(symbol).matches() && symbol.strip().equals(symbol);
    return isBare ? symbol : '"' + symbol.replace("\"", "\"\"") + '"';
  }
}
