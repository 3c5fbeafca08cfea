// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema;

import java.io.Serializable;
import java.util.List;

/**
 * One column of a table's contract, or what stands inside one.
 *
 * @param name as it appears everywhere, already checked to be a legal name; inside a list {@link
 *     #ITEM}, inside a map {@link #VALUE}
 * @param type the kernel's type in its canonical spelling, such as {@code BIGINT}, {@code
 *     DECIMAL(12,2)}, {@code TIMESTAMP WITH TIME ZONE}, {@code VARCHAR[]} or {@code STRUCT(a
 *     BIGINT)}
 * @param nullable whether null is allowed
 * @param symbols the allowed values of an Avro enum, else empty
 * @param pii whether the schema marks the field {@code "pii": true}
 * @param nested what the contract says of the values inside: the fields of a struct in their order,
 *     the item of a list, the value of a map; empty for other types, and where no contract says it
 */
public record Column(
    String name,
    String type,
    boolean nullable,
    List<String> symbols,
    boolean pii,
    List<Column> nested)
    implements Serializable {
  /** The name of what stands in a list. */
  public static final String ITEM = "[]";

  /** The name of what stands in a map. */
  public static final String VALUE = "{}";

  public Column {
    symbols = List.copyOf(symbols);
    nested = List.copyOf(nested);
  }

  /** A column of which no contract says what its values hold inside. */
  public Column(String name, String type, boolean nullable, List<String> symbols, boolean pii) {
    this(name, type, nullable, symbols, pii, List.of());
  }

  public static Column of(String name, String type, boolean nullable) {
    return new Column(name, type, nullable, List.of(), false);
  }

  public Column named(String other) {
    return new Column(other, type, nullable, symbols, pii, nested);
  }

  public Column personal(boolean is) {
    return new Column(name, type, nullable, symbols, is, nested);
  }
}
