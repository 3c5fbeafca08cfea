// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.column;

import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.iceberg.IcebergSchemas;
import java.util.stream.Collectors;
import org.apache.iceberg.Schema;

/** Tells the kernel the field ids of a table's schema when it reads files. */
public final class FieldIds {
  private FieldIds() {}

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
}
