// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate;

import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import dev.sluice.validate.cast.ColumnCast;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * SQL of one column of the contract: what its values become, and what is wrong with them.
 *
 * @param cast how its values are cast
 * @param isLenient whether wrong values are null instead of making their rows dead
 * @param isMissed whether rows are dead because their file does not have it
 * @param deletion by which rows delete a key; null where none do
 */
record JudgedColumn(
    ContractField field,
    ColumnCast cast,
    boolean isLenient,
    boolean isMissed,
    @Nullable DeletionContract deletion) {
  static JudgedColumn of(RowContract subject, ContractField field) {
    return new JudgedColumn(
        field,
        field.cast(subject),
        !field.from().isEmpty() && subject.nulls(field.column()),
        field.isMissed(subject),
        subject.deletion());
  }

  private Column column() {
    return field.column();
  }

  String name() {
    return column().name();
  }

  /** Its name as statements have it. */
  String quoted() {
    return SqlName.quote(name());
  }

  /** The name of what the cast makes of a value, right or wrong. */
  String typed() {
    return "__t" + field.index();
  }

  /** Whether a lenient column takes {@link #typed}; null when it always does. */
  @Nullable String fits() {
    String ok = cast.ok(typed());
    boolean isPlain = cast.isDeep() || column().symbols().isEmpty();
    return isPlain ? ok : and(ok, isSymbol(typed()));
  }

  /** The raw value, null where it says nothing. */
  String said() {
    String raw = field.raw();
    boolean isText = cast.isDeep() && field.type().equals("VARCHAR");
    return isText ? "CASE WHEN trim(%1$s) <> 'null' THEN %1$s END".formatted(raw) : raw;
  }

  /** {@link #typed}, null where it is wrong. */
  String clean() {
    String ok = isLenient ? fits() : cast.ok(typed());
    return ok == null ? typed() : "CASE WHEN " + ok + " THEN " + typed() + " END";
  }

  /** What must be true of a good row, by its typed value's own name; null when it always is. */
  @Nullable String condition() {
    String ok = whole();
    DeletionContract deletes = sparing();
    return ok == null || deletes == null
        ? ok
        : "(" + ok + ") OR (" + field.raw() + " IS NULL AND " + deletes.holds() + ")";
  }

  /** What frees rows of this column; null when nothing does. */
  private @Nullable DeletionContract sparing() {
    return deletion != null && deletion.spares(column()) ? deletion : null;
  }

  private @Nullable String whole() {
    if (isMissed) {
      return "false";
    }
    if (isLenient) {
      return null;
    }
    String ok = cast.ok(quoted());
    if (cast.isDeep()) {
      return ok;
    }
    if (ok == null && column().symbols().isEmpty()) {
      return column().nullable() ? null : quoted() + " IS NOT NULL";
    }
    ok = and(ok, column().symbols().isEmpty() ? null : isSymbol(quoted()));
    return column().nullable() ? field.raw() + " IS NULL OR (" + ok + ")" : ok;
  }

  private static String and(@Nullable String first, @Nullable String second) {
    if (first == null) {
      return String.valueOf(second);
    }
    return second == null ? first : "(" + first + ") AND " + second;
  }

  private String isSymbol(String value) {
    return value
        + " IN ("
        + column().symbols().stream().map(SqlName::literal).collect(Collectors.joining(", "))
        + ")";
  }

  /**
   * Its code, or for a nested column a list of what is wrong, and its raw value in short, under
   * their names; nothing when it cannot be wrong.
   */
  List<String> problems() {
    if (isMissed) {
      return List.of("'SCHEMA_MISSING_FIELD' AS __c" + field.index());
    }
    String code = code();
    if (code == null) {
      return List.of();
    }
    boolean isTold = cast.isDeep() && cast.prepared().isEmpty(); // problems tell the value
    return List.of(
        code + (cast.isDeep() ? " AS __n" : " AS __c") + field.index(),
        (isTold ? "NULL::VARCHAR" : shown()) + " AS __v" + field.index());
  }

  private @Nullable String code() {
    if (isLenient) {
      return null;
    }
    if (cast.isDeep()) {
      String problems = cast.problems(typed());
      return problems == null ? null : unlessSpared(problems);
    }
    StringBuilder sql = new StringBuilder("CASE");
    if (cast.ok(typed()) != null) {
      sql.append(" WHEN ").append(quoted()).append(" IS NULL AND ").append(field.raw());
      sql.append(" IS NOT NULL THEN ").append(cast.code(typed()));
    }
    if (!column().nullable()) {
      sql.append(" WHEN ").append(quoted()).append(" IS NULL THEN ");
      sql.append(unlessSpared("'NULL_VIOLATION'"));
    }
    if (!column().symbols().isEmpty()) {
      sql.append(" WHEN NOT ").append(isSymbol(quoted())).append(" THEN 'ENUM_UNKNOWN'");
    }
    return sql.length() == "CASE".length() ? null : sql + " END";
  }

  private String unlessSpared(String problem) {
    DeletionContract deletes = sparing();
    return deletes == null
        ? problem
        : "CASE WHEN NOT (%s IS NULL AND %s) THEN %s END"
            .formatted(field.raw(), deletes.holds(), problem);
  }

  /**
   * The raw value in short; whole where it will be masked: its token must tell it from others that
   * begin alike.
   */
  String shown() {
    String raw = field.raw();
    String text = field.type().equals("VARCHAR") ? raw : "CAST(" + raw + " AS VARCHAR)";
    return column().pii() ? text : "left(" + text + ", 600)";
  }

  /** The value in short, as a rule sees it. */
  String seen() {
    String text = "CAST(" + quoted() + " AS VARCHAR)";
    return column().pii() ? text : "left(" + text + ", 100)";
  }
}
