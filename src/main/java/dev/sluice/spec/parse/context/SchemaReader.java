// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.context;

import dev.sluice.error.ErrorCode;
import dev.sluice.schema.TableSchema;
import dev.sluice.schema.avro.AvroSchemas;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Section;
import org.jspecify.annotations.Nullable;

/** Reads {@code schema}: the Avro file it names. */
public final class SchemaReader {
  private final SpecContext reading;

  public SchemaReader(SpecContext reading) {
    this.reading = reading;
  }

  @Nullable
  public TableSchema read(Section section) {
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
      reading
          .problems()
          .error(ErrorCode.SCHEMA_INVALID, file.position(), "`" + file.text() + "`: " + problem);
    }
    return read.problems().isEmpty() ? read.schema() : null;
  }
}
