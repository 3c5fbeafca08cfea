// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.column;

import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.iceberg.IcebergSchemas;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/** Tells the kernel the field ids of a table's schema, when it writes files and when it reads. */
public final class FieldIds {
  static final String OWN = "__duckdb_field_id";

  private FieldIds() {}

  /** The option of {@code COPY} that gives every column, and all inside of it, its id. */
  public static String written(Schema schema) {
    return "FIELD_IDS " + fields(schema.columns(), List.of());
  }

  /**
   * The map by which {@code read_parquet} finds the columns of files by their ids: renamed ones
   * under the name of today, promoted ones in their type of today, and those a file does not have
   * as null. What stands inside of a column is found by name.
   */
  public static String read(Schema schema) {
    return schema.columns().stream()
        .map(
            field ->
                "%d: {name: %s, type: %s, default_value: NULL}"
                    .formatted(
                        field.fieldId(),
                        SqlName.literal(field.name()),
                        SqlName.literal(IcebergSchemas.kernel(field.type()))))
        .collect(Collectors.joining(", ", "MAP {", "}"));
  }

  private static String fields(List<NestedField> fields, List<String> before) {
    return java.util.stream.Stream.concat(
            before.stream(), fields.stream().map(f -> entry(f.name(), f.fieldId(), f.type())))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String entry(String name, int id, Type type) {
    String own = OWN + ": " + id;
    String value = String.valueOf(id);
    if (type.isStructType()) {
      value = fields(type.asStructType().fields(), List.of(own));
    } else if (type.isListType()) {
      Types.ListType list = type.asListType();
      value = "{%s, %s}".formatted(own, entry("element", list.elementId(), list.elementType()));
    } else if (type.isMapType()) {
      Types.MapType map = type.asMapType();
      value =
          "{%s, %s, %s}"
              .formatted(
                  own,
                  entry("key", map.keyId(), map.keyType()),
                  entry("value", map.valueId(), map.valueType()));
    }
    return SqlName.literal(name) + ": " + value;
  }
}
