// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.contract;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.report.view.View;
import dev.sluice.schema.TableSchema;
import dev.sluice.schema.avro.AvroSchemas;
import dev.sluice.schema.avro.AvroText;
import dev.sluice.schema.spelling.ColumnsText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Describes the columns of tables: as {@code columns} of a spec, or as Avro schemas.
 *
 * @param schemas by the names of tables and models
 * @param isAvro whether people see Avro; programs see both
 * @param isOne whether a single table was asked for
 */
public record SchemaText(Map<String, TableSchema> schemas, boolean isAvro, boolean isOne) {
  public SchemaText {
    schemas = new LinkedHashMap<>(schemas);
  }

  /** The description; what one of the forms cannot say is refused where it is asked for. */
  public View view() {
    View view = new View();
    List<Map<String, @Nullable Object>> tables = new ArrayList<>();
    schemas.forEach(
        (name, schema) -> {
          Map<String, @Nullable Object> one = new LinkedHashMap<>();
          one.put("table", name);
          one.put("columns", ColumnsText.of(schema));
          one.put("not_said", ColumnsText.unsaid(schema));
          one.put("avro", AvroText.of(name, schema));
          tables.add(one);
          add(view, name, schema);
        });
    return view.value("tables", tables);
  }

  private void add(View view, String name, TableSchema schema) {
    if (isAvro) {
      view.drawing(avro(name, schema) + "\n");
      return;
    }
    List<String> unsaid = ColumnsText.unsaid(schema);
    if (!unsaid.isEmpty() && isOne) {
      throw new PipelineException(
          ErrorCode.INVALID_VALUE,
          "The schema of %s says more than `columns` can: aliases, defaults or docs of fields inside of values (%s). Keep the Avro schema, or leave them out."
              .formatted(name, String.join(", ", unsaid)));
    }
    if (!isOne) {
      view.line(name + ":");
    }
    view.line((isOne ? "" : "  ") + "columns:");
    ColumnsText.of(schema).forEach(line -> view.drawing((isOne ? "  " : "    ") + line + "\n"));
    unsaid.forEach(path -> view.line("    # not said here: what the schema says of " + path));
  }

  private static String avro(String name, TableSchema schema) {
    String text = AvroText.of(name, schema);
    List<String> problems = AvroSchemas.parse(text).problems();
    if (!problems.isEmpty()) {
      throw new PipelineException(
          ErrorCode.INVALID_VALUE,
          "Avro cannot say the columns of %s: %s".formatted(name, String.join(" ", problems)));
    }
    return text;
  }
}
