// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.avro;

import dev.sluice.batch.arrow.ArrowMemory;
import org.apache.arrow.vector.FieldVector;
import org.apache.avro.Schema;

/** One field of an Avro record on its way into an Arrow vector of its own type. */
final class AvroColumn {
  private final FieldVector vector;
  private final AvroValue value;

  AvroColumn(Schema.Field field) {
    this.vector = AvroArrowTypes.field(field).createVector(ArrowMemory.root());
    this.value = AvroValue.of(field.schema(), vector);
  }

  FieldVector vector() {
    return vector;
  }

  void read(AvroBytes in, int row) {
    value.read(in, row);
  }
}
