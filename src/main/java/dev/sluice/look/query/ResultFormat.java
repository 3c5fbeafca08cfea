// SPDX-License-Identifier: Apache-2.0
package dev.sluice.look.query;

import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import dev.sluice.schema.TypeText;
import java.util.Set;

/** How the rows of a result are written. */
public enum ResultFormat {
  /** For people; never written to a file. */
  TABLE(""),
  CSV("FORMAT csv, HEADER"),
  JSON("FORMAT json, ARRAY true"),
  JSONL("FORMAT json"),
  PARQUET("FORMAT parquet, COMPRESSION zstd");

  /** What JSON has a kind of its own for. */
  private static final Set<String> PLAIN =
      Set.of(
          "BOOLEAN",
          "TINYINT",
          "SMALLINT",
          "INTEGER",
          "BIGINT",
          "HUGEINT",
          "UTINYINT",
          "USMALLINT",
          "UINTEGER",
          "UBIGINT",
          "FLOAT",
          "DOUBLE");

  private final String options;

  ResultFormat(String options) {
    this.options = options;
  }

  String options() {
    return options;
  }

  /** A column as a select item: as it is, or in a type that the format has. */
  String item(Column column) {
    String name = SqlName.quote(column.name());
    return this == JSON || this == JSONL
        ? "CAST(%s AS %s) AS %1$s".formatted(name, inJson(column.type()))
        : name;
  }

  /** A type with everything in it turned into text that JSON does not have. */
  static String inJson(String type) {
    return TypeText.map(
        type, plain -> PLAIN.contains(plain) || plain.startsWith("DECIMAL(") ? plain : "VARCHAR");
  }
}
