// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.columns;

import dev.sluice.error.ErrorCode;
import dev.sluice.schema.TableSchema;
import dev.sluice.schema.avro.AvroSchemas;
import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.yaml.Node.Field;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Section;
import org.jspecify.annotations.Nullable;

/** Reads the columns of a table or model: {@code columns}, or the Avro file of {@code schema}. */
public final class SchemaReader {
  private final SpecContext reading;

  public SchemaReader(SpecContext reading) {
    this.reading = reading;
  }

  /** The columns of a table, which must say them; null when that was reported. */
  @Nullable
  public TableSchema ofTable(Section table) {
    if (!table.has("schema") && !table.has("columns")) {
      table.missing("columns", "a table needs its columns: the key `columns`, or `schema`");
    }
    return read(table, true);
  }

  /** The columns that a model declares; null when it does not, or when that was reported. */
  @Nullable
  public TableSchema ofModel(Section model) {
    return read(model, false);
  }

  private @Nullable TableSchema read(Section section, boolean hasSource) {
    Field columns = section.field("columns");
    if (columns == null) {
      return avro(section);
    }
    TableSchema schema = new ColumnsReader(reading, hasSource).read(columns);
    if (section.has("schema")) {
      reading.invalid(
          columns.key().position(),
          "`schema` and `columns` both say what the columns are",
          "keep one; `sluice schema` prints an Avro schema as `columns`, and the other way round");
      return null;
    }
    return schema;
  }

  private @Nullable TableSchema avro(Section section) {
    Scalar file = section.text("schema");
    String json = file == null ? null : reading.folder().read(file.text(), file.position());
    if (file == null || json == null) {
      return null;
    }
    AvroSchemas.Read read = AvroSchemas.parse(json);
    if (!read.problems().isEmpty() && !file.text().strip().endsWith(".avsc")) {
      reading
          .problems()
          .error(
              ErrorCode.SCHEMA_INVALID,
              file.position(),
              "`" + file.text() + "` is not an Avro schema of a table",
              "name it `*.avsc` to be told why; of other files nothing is shown");
      return null;
    }
    for (String problem : read.problems()) {
      AvroProblem found = AvroProblem.of(file.text(), json, file.position(), problem);
      reading
          .problems()
          .error(ErrorCode.SCHEMA_INVALID, found.position(), found.message(), found.suggestion());
    }
    return read.problems().isEmpty() ? read.schema() : null;
  }
}
