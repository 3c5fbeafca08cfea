// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate.cast;

import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lists what is wrong inside a nested value, as SQL: structs of the path, the code, the value in
 * short, and what was wanted. Paths count from 1, as SQL does: {@code address.zip[2]}, {@code
 * prices['eur']}.
 *
 * <p>An expression is null in Java where nothing can be wrong, and null or empty in SQL where
 * nothing is.
 */
final class NestedProblems {
  private static final String NO_VALUE = "NULL::VARCHAR";

  private final NestedCast cast;
  private final ColumnCast.Strictness strictness;

  NestedProblems(NestedCast cast, ColumnCast.Strictness strictness) {
    this.cast = cast;
    this.strictness = strictness;
  }

  /**
   * What is wrong with a value.
   *
   * @param typed what {@link NestedCast} made of it
   * @param path an expression for its path
   */
  @Nullable String of(Column to, RawValue raw, String typed, String path) {
    if (raw.isUnion()) {
      return union(to, raw, typed, path);
    }
    if (!to.isNested()) {
      return scalar(to, raw, typed, path);
    }
    if (raw.isText()) {
      return cast.let(
          MarkedJson.mark(raw.sql()),
          marked -> String.valueOf(of(to, RawValue.marked(marked), typed, path)));
    }
    boolean isSame = raw.type().type().equals(to.type());
    String ok = isSame ? null : typed + " IS NOT NULL";
    boolean canFit = raw.isMarked() || isKin(to, raw.type());
    return judged(to, raw, ok, "'TYPE_CAST'", canFit ? inside(to, raw, typed, path) : null, path);
  }

  private static boolean isKin(Column to, Column from) {
    return to.isList() == from.isList()
        && to.isMap() == from.isMap()
        && to.isStruct() == from.isStruct();
  }

  private @Nullable String union(Column to, RawValue raw, String typed, String path) {
    StringBuilder branches = new StringBuilder("CASE");
    boolean isSure = to.nullable();
    for (RawValue branch : raw.branches()) {
      String inner = of(to, branch, typed, path);
      isSure &= inner == null;
      branches.append(" WHEN ").append(branch.sql()).append(" IS NOT NULL THEN ");
      branches.append(Objects.requireNonNullElse(inner, "NULL"));
    }
    return isSure ? null : branches + " ELSE " + missing(to, path) + " END";
  }

  private @Nullable String scalar(Column to, RawValue raw, String typed, String path) {
    if (raw.isMarked()) {
      Cast plain = TextCast.to(to.type(), "", typed);
      if (plain.ok() == null) {
        return judged(to, raw, null, plain.code(), symbols(to, raw, typed, path), path);
      }
      return cast.let(
          MarkedJson.text(raw.sql(), to),
          text -> {
            Cast own = TextCast.to(to.type(), text, typed);
            RawValue value = new RawValue(text, Column.of("", "VARCHAR", true));
            String inner = symbols(to, value, typed, path);
            return String.valueOf(judged(to, value, own.ok(), own.code(), inner, path));
          });
    }
    boolean isSame = raw.type().type().equals(to.type());
    Cast own =
        isSame && strictness.isTrusted()
            ? Cast.none(raw.sql())
            : TypedCast.between(raw.type().type(), to.type(), raw.sql(), typed);
    return judged(to, raw, own.ok(), own.code(), symbols(to, raw, typed, path), path);
  }

  private static @Nullable String symbols(Column to, RawValue raw, String typed, String path) {
    return to.symbols().isEmpty()
        ? null
        : "CASE WHEN %s NOT IN (%s) THEN %s END"
            .formatted(
                typed,
                to.symbols().stream().map(SqlName::literal).collect(Collectors.joining(", ")),
                problem(path, "'ENUM_UNKNOWN'", shown(to, raw), String.join(", ", to.symbols())));
  }

  private @Nullable String judged(
      Column to,
      RawValue raw,
      @Nullable String ok,
      String code,
      @Nullable String inner,
      String path) {
    if (to.nullable() && ok == null && inner == null) {
      return null;
    }
    String wrong =
        ok == null
            ? ""
            : " WHEN (%s) IS NOT TRUE THEN %s"
                .formatted(ok, problem(path, code, shown(to, raw), to.type()));
    return "CASE WHEN %s THEN %s%s ELSE %s END"
        .formatted(
            raw.isNull(), missing(to, path), wrong, Objects.requireNonNullElse(inner, "NULL"));
  }

  private static String missing(Column to, String path) {
    return to.nullable() ? "NULL" : problem(path, "'NULL_VIOLATION'", NO_VALUE, to.type());
  }

  private static String problem(String path, String code, String shown, String wanted) {
    return "[struct_pack(path := %s, code := %s, shown := %s, wanted := %s)]"
        .formatted(path, code, shown, SqlName.literal(wanted));
  }

  /** Whole where it will be masked. */
  private static String shown(Column to, RawValue raw) {
    String text =
        raw.isMarked()
            ? MarkedJson.text(raw.sql(), to)
            : raw.type().isNested()
                ? NestedCast.text(raw.type(), raw.sql())
                : "CAST(" + raw.sql() + " AS VARCHAR)";
    return to.pii() ? text : "left(" + text + ", 600)";
  }

  private @Nullable String inside(Column to, RawValue raw, String typed, String path) {
    if (to.isStruct()) {
      return struct(to, raw, typed, path);
    }
    return to.isMap() ? map(to, raw, typed, path) : list(to, raw, typed, path);
  }

  private @Nullable String list(Column to, RawValue raw, String typed, String path) {
    String item = cast.name();
    String at = cast.name();
    RawValue one =
        raw.isMarked() ? RawValue.marked(item) : new RawValue(item, raw.type().nested().get(0));
    String inner =
        of(to.nested().get(0), one, typed + "[" + at + "]", path + " || '[' || " + at + " || ']'");
    String items = raw.isMarked() ? MarkedJson.items(raw.sql()) : raw.sql();
    return inner == null
        ? null
        : "flatten(list_transform(%s, lambda %s, %s: %s))".formatted(items, item, at, inner);
  }

  private @Nullable String map(Column to, RawValue raw, String typed, String path) {
    String entry = cast.name();
    String at = cast.name();
    String values = cast.name();
    String key = raw.isMarked() ? "substr(%s.key, 2)" : "%s.key::VARCHAR";
    String shown = to.pii() ? " || '[…]'" : " || '[''' || " + key.formatted(entry) + " || ''']'";
    String inner =
        of(to.nested().get(0), NestedCast.entry(raw, entry), values + "[" + at + "]", path + shown);
    String entries =
        raw.isMarked() ? MarkedJson.entries(raw.sql()) : "map_entries(" + raw.sql() + ")";
    String named =
        raw.isMarked()
            ? inner
            : "CASE WHEN %s THEN %s ELSE %s END"
                .formatted(
                    "NOT (" + TypedCast.hasNoNul(key.formatted(entry)) + ")",
                    problem(path + " || '[…]'", "'ENC_NUL'", NO_VALUE, "VARCHAR"),
                    inner);
    return named == null
        ? null
        : "list_transform([map_values(%s)], lambda %s: flatten(list_transform(%s, lambda %s, %s: %s)))[1]"
            .formatted(typed, values, entries, entry, at, named);
  }

  private @Nullable String struct(Column to, RawValue raw, String typed, String path) {
    if (!raw.isMarked()) {
      return joined(fields(to, raw, raw, typed, path));
    }
    String bound = cast.name();
    List<String> all = fields(to, raw, RawValue.marked(bound), typed, path);
    if (strictness.isClosed()) {
      all.add(unknown(to, raw, path));
    }
    return all.isEmpty()
        ? null
        : "list_transform([%s], lambda %s: %s)[1]"
            .formatted(MarkedJson.fields(raw.sql(), to.nested()), bound, joined(all));
  }

  private List<String> fields(Column to, RawValue raw, RawValue fields, String typed, String path) {
    List<String> all = new ArrayList<>();
    for (Column field : to.nested()) {
      String name = SqlName.literal(field.name());
      String inner =
          of(
              field,
              NestedCast.child(field, raw, fields),
              "struct_extract(%s, %s)".formatted(typed, name),
              path + " || " + SqlName.literal("." + field.name()));
      if (inner != null) {
        all.add(inner);
      }
    }
    return all;
  }

  private static @Nullable String joined(List<String> all) {
    return all.isEmpty() ? null : "flatten([" + String.join(", ", all) + "])";
  }

  private String unknown(Column to, RawValue raw, String path) {
    String key = cast.name();
    List<String> known = new ArrayList<>();
    for (Column field : to.nested()) {
      known.add(MarkedJson.key(field.name()));
      field.aliases().forEach(alias -> known.add(MarkedJson.key(alias)));
    }
    return "list_transform(list_filter(json_keys(%s), lambda %s: NOT list_contains(%s, %s)), lambda %s: %s[1])"
        .formatted(
            raw.sql(),
            key,
            SqlName.literals(known),
            key,
            key,
            problem(
                path + " || '.' || substr(" + key + ", 2)",
                "'SCHEMA_UNKNOWN_FIELD'",
                NO_VALUE,
                to.nested().stream().map(Column::name).collect(Collectors.joining(", "))));
  }
}
