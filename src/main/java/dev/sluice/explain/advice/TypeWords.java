// SPDX-License-Identifier: Apache-2.0
package dev.sluice.explain.advice;

import dev.sluice.schema.Column;
import java.util.Locale;

/** Types in the words of {@code columns}. */
final class TypeWords {
  private TypeWords() {}

  static String of(Column column) {
    if (!column.symbols().isEmpty()) {
      return "enum(" + String.join(", ", column.symbols()) + ")";
    }
    String type = column.type();
    return switch (type) {
      case "INTEGER" -> "int";
      case "VARCHAR" -> "text";
      case "BLOB" -> "bytes";
      case "TIMESTAMP WITH TIME ZONE" -> "timestamptz";
      default -> type.toLowerCase(Locale.ROOT).replace(" ", "");
    };
  }
}
