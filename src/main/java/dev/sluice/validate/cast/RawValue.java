// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate.cast;

import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import java.util.List;

/**
 * A raw value inside another.
 *
 * @param sql where it is
 * @param type the kernel's type, taken apart; {@link #MARKED} for {@link MarkedJson}
 */
record RawValue(String sql, Column type) {
  private static final Column MARKED = Column.of("", "JSON", true);

  static RawValue marked(String sql) {
    return new RawValue(sql, MARKED);
  }

  /** The value of a field that is not there: its default, or null. */
  static RawValue otherwise(Column field) {
    String fallback = field.fallback();
    return marked(
        fallback == null || fallback.equals("null")
            ? "NULL::VARCHAR"
            : MarkedJson.mark(SqlName.literal(fallback)));
  }

  boolean isMarked() {
    return type.equals(MARKED);
  }

  boolean isText() {
    return type.type().equals("VARCHAR");
  }

  /** Whether it is a union: a struct of one field for each type, all but one of them null. */
  boolean isUnion() {
    List<Column> members = type.nested();
    return type.isStruct()
        && members.stream().allMatch(member -> member.name().startsWith(Column.BRANCH));
  }

  List<RawValue> branches() {
    return type.nested().stream().map(this::field).toList();
  }

  RawValue field(Column field) {
    String name = SqlName.literal(field.name());
    return new RawValue("struct_extract(%s, %s)".formatted(sql, name), field);
  }

  String isNull() {
    return isMarked() ? MarkedJson.isNull(sql) : sql + " IS NULL";
  }
}
