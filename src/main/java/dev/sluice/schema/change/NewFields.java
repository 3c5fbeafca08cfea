// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema.change;

import dev.sluice.schema.Column;
import dev.sluice.schema.TypeKeywords;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The fields that records of a column lack, and that another column of the same kind has: in
 * structs, and in those of lists and maps. All that is there stays as it is.
 *
 * @param column with them, behind those that were there; nullable
 * @param paths where they are, from the column on, such as {@code at.city}
 */
public record NewFields(Column column, List<String> paths) {
  public NewFields {
    paths = List.copyOf(paths);
  }

  /** Those that a column as it is found has beside another. */
  public static NewFields of(Column own, Column found) {
    List<String> paths = new ArrayList<>();
    Column grown = grown(own, found, own.name(), paths);
    return new NewFields(paths.isEmpty() ? own : grown, paths);
  }

  private static Column grown(Column own, Column found, String path, List<String> paths) {
    Column is = own.opened();
    Column other = found.opened();
    if (is.isList() && other.isList()) {
      return within(is, other.nested(), path + "[]", paths, item -> item + "[]");
    }
    if (is.isMap() && (other.isMap() || other.isStruct())) {
      // What is found does not tell the keys of a map from the fields of a struct.
      String value = is.nested().get(0).type();
      String begin = is.type().substring(0, is.type().length() - value.length() - 1);
      return within(is, other.nested(), path + "{}", paths, inner -> begin + inner + ")");
    }
    return is.isStruct() && other.isStruct() ? struct(is, other, path, paths) : own;
  }

  private static Column within(
      Column own, List<Column> found, String path, List<String> paths, UnaryOperator<String> type) {
    Column inner = own.nested().get(0);
    for (Column each : found) {
      inner = grown(inner, each, path, paths);
    }
    return nested(own, type.apply(inner.type()), List.of(inner));
  }

  private static Column struct(Column own, Column found, String path, List<String> paths) {
    List<Column> fields = new ArrayList<>();
    for (Column field : own.nested()) {
      Column other = named(found, field.name());
      fields.add(other == null ? field : grown(field, other, path + "." + field.name(), paths));
    }
    for (Column field : found.nested()) {
      if (named(own, field.name()) == null) {
        fields.add(field.nullable(true));
        paths.add(path + "." + field.name());
      }
    }
    String type =
        fields.stream()
            .map(field -> TypeKeywords.quote(field.name()) + " " + field.type())
            .collect(Collectors.joining(", ", "STRUCT(", ")"));
    return nested(own, type, fields);
  }

  /** Letter case tells no two fields apart. */
  private static @Nullable Column named(Column struct, String name) {
    return struct.nested().stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .findFirst()
        .orElse(null);
  }

  private static Column nested(Column own, String type, List<Column> inner) {
    return new Column(
        own.name(),
        type,
        own.nullable(),
        own.symbols(),
        own.pii(),
        inner,
        own.sourcing(),
        own.doc());
  }
}
