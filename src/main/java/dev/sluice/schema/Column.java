// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema;

import java.io.Serializable;
import java.util.List;

/**
 * One column of a table's contract.
 *
 * @param name as it appears everywhere, already checked to be a legal name
 * @param type the kernel's type in its canonical spelling, such as {@code BIGINT}, {@code
 *     DECIMAL(12,2)}, {@code TIMESTAMP WITH TIME ZONE}, {@code VARCHAR[]} or {@code STRUCT(a
 *     BIGINT)}
 * @param nullable whether null is allowed
 * @param symbols the allowed values of an Avro enum, else empty
 * @param pii whether the schema marks the field {@code "pii": true}
 */
public record Column(String name, String type, boolean nullable, List<String> symbols, boolean pii)
    implements Serializable {
  public Column {
    symbols = List.copyOf(symbols);
  }

  public static Column of(String name, String type, boolean nullable) {
    return new Column(name, type, nullable, List.of(), false);
  }
}
