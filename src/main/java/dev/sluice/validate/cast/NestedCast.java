// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate.cast;

import dev.sluice.kernel.sql.RowJson;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Casts what stands inside lists, maps and structs, by the casts of the top level.
 *
 * <p>Fields of structs are found by name. A value that cannot be cast becomes null, and the rest
 * stays: {@link NestedProblems} tells which.
 */
final class NestedCast {
  private int bound;

  /** The value as the contract types it. */
  String value(Column to, RawValue raw) {
    if (raw.isUnion()) {
      return raw.branches().stream()
          .map(branch -> "WHEN " + branch.sql() + " IS NOT NULL THEN " + value(to, branch))
          .collect(Collectors.joining(" ", "CASE ", " END"));
    }
    if (raw.isMarked() && raw.sql().equals("NULL::VARCHAR")) {
      return nothing(to);
    }
    if (!to.isNested()) {
      return scalar(to, raw);
    }
    if (raw.isText()) {
      return let(MarkedJson.mark(raw.sql()), marked -> value(to, RawValue.marked(marked)));
    }
    if (raw.type().type().equals(to.type())) {
      return raw.sql();
    }
    if (to.isStruct()) {
      return struct(to, raw);
    }
    return to.isMap() ? map(to, raw) : list(to, raw);
  }

  private String scalar(Column to, RawValue raw) {
    if (raw.isMarked()) {
      return TextCast.to(to.type(), MarkedJson.text(raw.sql(), to), "NULL").value();
    }
    return TypedCast.between(raw.type().type(), to.type(), raw.sql(), "NULL").value();
  }

  private String list(Column to, RawValue raw) {
    Column item = to.nested().get(0);
    if (raw.isMarked()) {
      return each(MarkedJson.items(raw.sql()), x -> value(item, RawValue.marked(x)));
    }
    return raw.type().isList()
        ? each(raw.sql(), x -> value(item, new RawValue(x, raw.type().nested().get(0))))
        : nothing(to);
  }

  private String map(Column to, RawValue raw) {
    Column item = to.nested().get(0);
    if (!raw.isMarked() && !raw.type().isMap()) {
      return nothing(to);
    }
    String entries =
        raw.isMarked() ? MarkedJson.entries(raw.sql()) : "map_entries(" + raw.sql() + ")";
    String key = raw.isMarked() ? "substr(%s.key, 2)" : "%s.key::VARCHAR";
    return "map_from_entries(%s)"
        .formatted(
            each(
                entries,
                x ->
                    "struct_pack(key := %s, value := %s)"
                        .formatted(key.formatted(x), value(item, entry(raw, x)))));
  }

  /** The value of an entry of a map. */
  static RawValue entry(RawValue map, String entry) {
    String value = entry + ".value";
    return map.isMarked()
        ? RawValue.marked(value)
        : new RawValue(value, map.type().nested().get(0));
  }

  private String struct(Column to, RawValue raw) {
    if (raw.isMarked()) {
      String fields =
          let(MarkedJson.fields(raw.sql(), to.nested()), x -> packed(to, raw, RawValue.marked(x)));
      return "CASE WHEN %s THEN %s END".formatted(MarkedJson.begins(raw.sql(), '{'), fields);
    }
    return raw.type().isStruct()
        ? "CASE WHEN %s IS NOT NULL THEN %s END".formatted(raw.sql(), packed(to, raw, raw))
        : nothing(to);
  }

  private String packed(Column to, RawValue raw, RawValue fields) {
    return to.nested().stream()
        .map(
            field -> SqlName.quote(field.name()) + " := " + value(field, child(field, raw, fields)))
        .collect(Collectors.joining(", ", "struct_pack(", ")"));
  }

  /**
   * A field of a raw struct: by its name, by an alias, or else its default.
   *
   * @param fields of marked JSON, read from {@code raw}; else {@code raw} itself
   */
  static RawValue child(Column field, RawValue raw, RawValue fields) {
    RawValue otherwise = RawValue.otherwise(field);
    if (!raw.isMarked()) {
      return present(field, raw.type()).map(raw::field).orElse(otherwise);
    }
    String own = SqlName.literal(MarkedJson.key(field.name()));
    Stream<String> values =
        Stream.concat(
            Stream.of("struct_extract(%s, %s)".formatted(fields.sql(), own)),
            field.aliases().stream().map(alias -> MarkedJson.field(raw.sql(), alias)));
    String found = values.collect(Collectors.joining(", "));
    boolean isPlain = field.aliases().isEmpty() && field.fallback() == null;
    return RawValue.marked(isPlain ? found : "coalesce(" + found + ", " + otherwise.sql() + ")");
  }

  /** The raw field that a field of the contract is read from. */
  static Optional<Column> present(Column field, Column struct) {
    List<Column> fields = struct.nested();
    return Stream.concat(Stream.of(field.name()), field.aliases().stream())
        .flatMap(name -> fields.stream().filter(other -> other.name().equals(name)))
        .findFirst();
  }

  private static String nothing(Column to) {
    return "NULL::" + to.type();
  }

  /** Names what is used more than once, so that it is computed once. */
  String let(String sql, Function<String, String> body) {
    return each("[" + sql + "]", body) + "[1]";
  }

  /** Turns every item of a list into another. */
  String each(String list, Function<String, String> body) {
    String item = name();
    return "list_transform(%s, lambda %s: %s)".formatted(list, item, body.apply(item));
  }

  /** A name that no column and no other value here has. */
  String name() {
    return "__x" + ++bound;
  }

  /** A nested value as text. */
  static String text(Column from, String raw) {
    return RowJson.text(raw, from.type());
  }
}
