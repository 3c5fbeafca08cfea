// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate.cast;

import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lists the fields inside a nested value that the contract does not name, as SQL: their paths,
 * without the places of items: {@code address.zip}, {@code lines[].sku}, {@code prices[…].net}.
 *
 * <p>An expression is null in Java where there can be none, and null or empty in SQL where there is
 * none.
 */
final class NestedUnknown {
  private final NestedCast cast;

  NestedUnknown(NestedCast cast) {
    this.cast = cast;
  }

  /**
   * The paths in a value.
   *
   * @param path of the value
   */
  @Nullable String of(Column to, RawValue raw, String path) {
    if (raw.isUnion()) {
      return union(to, raw, path);
    }
    boolean isSame = !raw.isMarked() && raw.type().type().equals(to.type());
    if (!to.isNested() || isSame) {
      return null;
    }
    if (raw.isText()) {
      String named = of(to, RawValue.marked("__m"), path);
      return named == null
          ? null
          : cast.let(
              MarkedJson.mark(raw.sql()),
              marked -> String.valueOf(of(to, RawValue.marked(marked), path)));
    }
    if (to.isStruct()) {
      return raw.isMarked() || raw.type().isStruct() ? struct(to, raw, path) : null;
    }
    return to.isMap() ? map(to, raw, path) : list(to, raw, path);
  }

  private @Nullable String union(Column to, RawValue raw, String path) {
    StringBuilder branches = new StringBuilder("CASE");
    for (RawValue branch : raw.branches()) {
      String inner = of(to, branch, path);
      if (inner != null) {
        branches.append(" WHEN ").append(branch.sql()).append(" IS NOT NULL THEN ").append(inner);
      }
    }
    return branches.length() == 4 ? null : branches + " END";
  }

  private @Nullable String list(Column to, RawValue raw, String path) {
    if (!raw.isMarked() && !raw.type().isList()) {
      return null;
    }
    String item = cast.name();
    RawValue one =
        raw.isMarked() ? RawValue.marked(item) : new RawValue(item, raw.type().nested().get(0));
    String inner = of(to.nested().get(0), one, path + "[]");
    String items = raw.isMarked() ? MarkedJson.items(raw.sql()) : raw.sql();
    return inner == null ? null : each(items, item, inner);
  }

  private @Nullable String map(Column to, RawValue raw, String path) {
    if (!raw.isMarked() && !raw.type().isMap()) {
      return null;
    }
    String entry = cast.name();
    String inner = of(to.nested().get(0), NestedCast.entry(raw, entry), path + "[…]");
    String entries =
        raw.isMarked() ? MarkedJson.entries(raw.sql()) : "map_entries(" + raw.sql() + ")";
    return inner == null ? null : each(entries, entry, inner);
  }

  private static String each(String list, String item, String inner) {
    return "flatten(list_transform(%s, lambda %s: coalesce(%s, []::VARCHAR[])))"
        .formatted(list, item, inner);
  }

  private @Nullable String struct(Column to, RawValue raw, String path) {
    List<String> all = new ArrayList<>();
    if (raw.isMarked()) {
      all.add(keys(to, raw, path));
      String bound = cast.name();
      List<String> inner = fields(to, raw, RawValue.marked(bound), path);
      if (!inner.isEmpty()) {
        all.add(
            "list_transform([%s], lambda %s: %s)[1]"
                .formatted(MarkedJson.fields(raw.sql(), to.nested()), bound, joined(inner)));
      }
    } else {
      raw.type().nested().stream()
          .filter(
              field ->
                  to.nested().stream().noneMatch(own -> names(own).anyMatch(field.name()::equals)))
          .forEach(field -> all.add(own(raw.field(field), path + "." + field.name())));
      all.addAll(fields(to, raw, raw, path));
    }
    return all.isEmpty() ? null : joined(all);
  }

  private static String own(RawValue value, String path) {
    return "CASE WHEN %s IS NOT NULL THEN [%s] END".formatted(value.sql(), SqlName.literal(path));
  }

  private List<String> fields(Column to, RawValue raw, RawValue fields, String path) {
    List<String> all = new ArrayList<>();
    for (Column field : to.nested()) {
      String inner = of(field, NestedCast.child(field, raw, fields), path + "." + field.name());
      if (inner != null) {
        all.add(inner);
      }
    }
    return all;
  }

  private String keys(Column to, RawValue raw, String path) {
    String key = cast.name();
    List<String> known =
        to.nested().stream().flatMap(NestedUnknown::names).map(MarkedJson::key).toList();
    return "CASE WHEN %1$s THEN list_transform(list_filter(json_keys(%2$s), lambda %3$s: NOT list_contains(%4$s, %3$s)), lambda %3$s: %5$s || substr(%3$s, 2)) END"
        .formatted(
            MarkedJson.begins(raw.sql(), '{'),
            raw.sql(),
            key,
            SqlName.literals(known),
            SqlName.literal(path + "."));
  }

  private static Stream<String> names(Column field) {
    return Stream.concat(Stream.of(field.name()), field.aliases().stream());
  }

  private static String joined(List<String> all) {
    return "flatten(["
        + String.join(
            ", ", all.stream().map(list -> "coalesce(" + list + ", []::VARCHAR[])").toList())
        + "])";
  }
}
