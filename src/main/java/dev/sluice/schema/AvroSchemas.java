// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema;

import java.util.List;

/** Reads the contract of a table from an Avro record schema. */
public final class AvroSchemas {
  private AvroSchemas() {}

  /**
   * What was read.
   *
   * @param schema the columns; empty when there are problems
   * @param problems sentences that name the field; empty when the schema is good
   */
  public record Read(TableSchema schema, List<String> problems) {}

  public static Read parse(String json) {
    throw new UnsupportedOperationException();
  }
}
