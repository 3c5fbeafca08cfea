// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema.iceberg;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/**
 * Gives fields names by which Iceberg can tell them apart. It knows a field by its path, names
 * joined by dots, and refuses a table in which a column {@code a.b} stands beside the field {@code
 * b} of {@code a}: such a column is called {@code a_b} there. In files it keeps its name, for those
 * are read by ids.
 */
final class PathNames {
  private final Map<Integer, String> names = new HashMap<>();
  private final Map<String, Integer> paths = new HashMap<>();
  private int clash;

  private PathNames() {}

  static List<NestedField> distinct(List<NestedField> fields) {
    PathNames names = new PathNames();
    names.note(fields);
    while (names.clash(fields)) {
      names.rename();
    }
    return names.renamed(fields);
  }

  private void note(List<NestedField> fields) {
    for (NestedField field : fields) {
      names.put(field.fieldId(), field.name());
      if (field.type().isNestedType()) {
        note(field.type().asNestedType().fields());
      }
    }
  }

  /** Whether two fields have one path; then one of them is noted that has a dot in its own name. */
  private boolean clash(List<NestedField> fields) {
    if (names.values().stream().noneMatch(name -> name.indexOf('.') >= 0)) {
      return false;
    }
    paths.clear();
    return clash("", fields);
  }

  private boolean clash(String parent, List<NestedField> fields) {
    for (NestedField field : fields) {
      String path = parent + names.get(field.fieldId());
      Integer other = paths.putIfAbsent(path, field.fieldId());
      if (other != null) {
        clash = dotted(field.fieldId()) ? field.fieldId() : other;
        return true;
      }
      if (field.type().isNestedType() && clash(path + ".", field.type().asNestedType().fields())) {
        return true;
      }
    }
    return false;
  }

  private boolean dotted(int id) {
    return String.valueOf(names.get(id)).indexOf('.') >= 0;
  }

  private void rename() {
    Set<String> taken = new HashSet<>(names.values());
    String base = String.valueOf(names.get(clash)).replace('.', '_');
    String name = base;
    for (int i = 2; taken.contains(name); i++) {
      name = base + i;
    }
    names.put(clash, name);
  }

  private List<NestedField> renamed(List<NestedField> fields) {
    return fields.stream()
        .map(
            field ->
                NestedField.optional(
                    field.fieldId(),
                    String.valueOf(names.get(field.fieldId())),
                    renamed(field.type())))
        .toList();
  }

  private Type renamed(Type type) {
    if (type.isStructType()) {
      return Types.StructType.of(renamed(type.asStructType().fields()));
    }
    if (type.isListType()) {
      Types.ListType list = type.asListType();
      return Types.ListType.ofOptional(list.elementId(), renamed(list.elementType()));
    }
    if (type.isMapType()) {
      Types.MapType map = type.asMapType();
      return Types.MapType.ofOptional(
          map.keyId(), map.valueId(), renamed(map.keyType()), renamed(map.valueType()));
    }
    return type;
  }
}
