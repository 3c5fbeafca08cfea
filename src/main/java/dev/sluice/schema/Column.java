// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.Serializable;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One column of a table's contract, or what stands inside one.
 *
 * <p>How a source calls a field, and what stands for it where it is absent, is no trait of the rows
 * that are stored: documents of the lake leave it out.
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
 * @param aliases other names that a source may have for the field, in the order they are tried
 * @param fallback the value, as JSON, of a field that the source does not have; null when there is
 *     none
 */
@JsonIgnoreProperties({"aliases", "fallback"})
public record Column(
    String name,
    String type,
    boolean nullable,
    List<String> symbols,
    boolean pii,
    List<Column> nested,
    List<String> aliases,
    @Nullable String fallback)
    implements Serializable {
  /** The name of what stands in a list. */
  public static final String ITEM = "[]";

  /** The name of what stands in a map. */
  public static final String VALUE = "{}";

  /**
   * How the fields of a raw struct begin that is an Avro union of several types: it has one for
   * each type, and the value in one of them.
   */
  public static final String BRANCH = "union.";

  private static final Set<String> BARE =
      Set.of("BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "FLOAT", "DOUBLE");

  public Column {
    symbols = List.copyOf(symbols);
    nested = List.copyOf(nested);
    aliases = List.copyOf(aliases);
  }

  /** A column that has one name and no value of its own. */
  @JsonCreator
  public Column(
      @JsonProperty("name") String name,
      @JsonProperty("type") String type,
      @JsonProperty("nullable") boolean nullable,
      @JsonProperty("symbols") List<String> symbols,
      @JsonProperty("pii") boolean pii,
      @JsonProperty("nested") List<Column> nested) {
    this(name, type, nullable, symbols, pii, nested, List.of(), null);
  }

  /** A column of which no contract says what its values hold inside. */
  public Column(String name, String type, boolean nullable, List<String> symbols, boolean pii) {
    this(name, type, nullable, symbols, pii, List.of());
  }

  public static Column of(String name, String type, boolean nullable) {
    return new Column(name, type, nullable, List.of(), false);
  }

  public Column named(String other) {
    return new Column(other, type, nullable, symbols, pii, nested, aliases, fallback);
  }

  public Column personal(boolean is) {
    return new Column(name, type, nullable, symbols, is, nested, aliases, fallback);
  }

  /** The column as it is stored. */
  public Column stored() {
    List<Column> inner = nested.stream().map(Column::stored).toList();
    return new Column(name, type, nullable, symbols, pii, inner);
  }

  /** The column as a source may have it: under other names, or not at all. */
  public Column sourced(List<String> names, @Nullable String value) {
    return new Column(name, type, nullable, symbols, pii, nested, names, value);
  }

  /** The column with what its type says of the values inside, where no contract says more. */
  public Column opened() {
    if (!nested.isEmpty() || !isNested()) {
      return this;
    }
    List<Column> inner = TypeText.inner(type);
    return new Column(name, type, nullable, symbols, pii, inner, aliases, fallback);
  }

  public boolean isList() {
    return type.endsWith("]");
  }

  public boolean isMap() {
    return !isList() && type.startsWith("MAP(");
  }

  public boolean isStruct() {
    return !isList() && type.startsWith("STRUCT(");
  }

  /** Whether JSON has a kind of its own for the values, so that a string says none of them. */
  public boolean isNoString() {
    return isNested() || BARE.contains(type);
  }

  /** Whether the values are lists, maps or structs. */
  public boolean isNested() {
    return isList() || isMap() || isStruct();
  }
}
