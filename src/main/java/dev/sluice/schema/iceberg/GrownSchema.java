// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema.iceberg;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/**
 * The schema of a table whose columns nobody declares: all that any of its files has. A field is as
 * wide as the widest of them. Of several fields of one name the last that came has it; to the names
 * of the others their type is added.
 */
public final class GrownSchema {
  private GrownSchema() {}

  /** A schema and what another adds to it. */
  public static Schema of(Schema before, Schema more) {
    return new Schema(PathNames.distinct(union(before.columns(), more.columns())));
  }

  private static List<NestedField> union(List<NestedField> before, List<NestedField> more) {
    Map<Integer, NestedField> all = new LinkedHashMap<>();
    before.forEach(field -> all.put(field.fieldId(), field));
    Set<Integer> latest = new HashSet<>();
    for (NestedField field : more) {
      NestedField old = all.get(field.fieldId());
      Type type = old == null ? field.type() : widest(old.type(), field.type());
      all.put(field.fieldId(), NestedField.optional(field.fieldId(), field.name(), type));
      latest.add(field.fieldId());
    }
    return named(List.copyOf(all.values()), latest);
  }

  private static Type widest(Type before, Type now) {
    if (before.isStructType() && now.isStructType()) {
      return Types.StructType.of(
          union(before.asStructType().fields(), now.asStructType().fields()));
    }
    if (before.isListType() && now.isListType()) {
      Types.ListType old = before.asListType();
      Types.ListType list = now.asListType();
      return old.elementId() == list.elementId()
          ? Types.ListType.ofOptional(
              list.elementId(), widest(old.elementType(), list.elementType()))
          : list;
    }
    if (before.isMapType() && now.isMapType()) {
      Types.MapType old = before.asMapType();
      Types.MapType map = now.asMapType();
      return old.keyId() == map.keyId() && old.valueId() == map.valueId()
          ? Types.MapType.ofOptional(
              map.keyId(),
              map.valueId(),
              widest(old.keyType(), map.keyType()),
              widest(old.valueType(), map.valueType()))
          : map;
    }
    return IcebergTypes.promotes(now, before) ? before : now;
  }

  private static List<NestedField> named(List<NestedField> fields, Set<Integer> latest) {
    Set<String> taken = new HashSet<>();
    for (NestedField field : fields) {
      if (latest.contains(field.fieldId())) {
        taken.add(field.name().toLowerCase(Locale.ROOT));
      }
    }
    List<NestedField> named = new ArrayList<>();
    Set<String> given = new HashSet<>();
    for (NestedField field : fields) {
      boolean isFree =
          latest.contains(field.fieldId())
              ? given.add(field.name().toLowerCase(Locale.ROOT))
              : taken.add(field.name().toLowerCase(Locale.ROOT));
      named.add(
          isFree ? field : NestedField.optional(field.fieldId(), free(field, taken), field.type()));
    }
    return named;
  }

  private static String free(NestedField field, Set<String> taken) {
    String base = field.name() + "__" + field.type().typeId().name().toLowerCase(Locale.ROOT);
    String name = base;
    for (int i = 2; !taken.add(name.toLowerCase(Locale.ROOT)); i++) {
      name = base + i;
    }
    return name;
  }
}
