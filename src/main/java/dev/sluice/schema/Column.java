// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sluice.schema.form.Sourcing;
import dev.sluice.schema.form.TextForm;
import java.io.Serializable;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One column of a table's contract, or what stands inside one.
 *
 * <p>How a source calls and writes a field, what stands for it where it is absent, and what people
 * say of it, is no trait of the rows that are stored: documents of the lake leave it out.
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
 * @param sourcing how a source has the field
 * @param doc what people say of the field; empty when nothing
 */
@JsonIgnoreProperties({"aliases", "fallback", "sourcing", "doc", "form"})
public record Column(
    String name,
    String type,
    boolean nullable,
    List<String> symbols,
    boolean pii,
    List<Column> nested,
    Sourcing sourcing,
    String doc)
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

  /**
   * The name of the column that holds what a source has and no other column takes: a JSON object of
   * names and values as they were. It may be personal, for nobody said what it is.
   */
  public static final String EXTRA = "_extra";

  private static final Set<String> BARE =
      Set.of("BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "FLOAT", "DOUBLE");

  public Column {
    symbols = List.copyOf(symbols);
    nested = List.copyOf(nested);
  }

  /** A column as it is found under its own name, of which nobody says anything. */
  @JsonCreator
  public Column(
      @JsonProperty("name") String name,
      @JsonProperty("type") String type,
      @JsonProperty("nullable") boolean nullable,
      @JsonProperty("symbols") List<String> symbols,
      @JsonProperty("pii") boolean pii,
      @JsonProperty("nested") List<Column> nested) {
    this(name, type, nullable, symbols, pii, nested, Sourcing.PLAIN, "");
  }

  /** A column of which no contract says what its values hold inside. */
  public Column(String name, String type, boolean nullable, List<String> symbols, boolean pii) {
    this(name, type, nullable, symbols, pii, List.of());
  }

  public static Column of(String name, String type, boolean nullable) {
    return new Column(name, type, nullable, List.of(), false);
  }

  /** The column {@link #EXTRA}. */
  public static Column extra() {
    return new Column(
        EXTRA,
        "VARCHAR",
        true,
        List.of(),
        true,
        List.of(),
        Sourcing.NONE,
        "what the source has beside the columns, as JSON");
  }

  /** Whether no source has the column. */
  public boolean isExtra() {
    return sourcing.isNone();
  }

  public Column named(String other) {
    return new Column(other, type, nullable, symbols, pii, nested, sourcing, doc);
  }

  /** The same of another type, which is not nested. */
  public Column typed(String other) {
    return new Column(name, other, nullable, symbols, pii, nested, sourcing, doc);
  }

  public Column personal(boolean is) {
    return new Column(name, type, nullable, symbols, is, nested, sourcing, doc);
  }

  public Column nullable(boolean is) {
    return new Column(name, type, is, symbols, pii, nested, sourcing, doc);
  }

  /** The same with other allowed values. */
  public Column oneOf(List<String> others) {
    return new Column(name, type, nullable, others, pii, nested, sourcing, doc);
  }

  public Column saying(String text) {
    return new Column(name, type, nullable, symbols, pii, nested, sourcing, text);
  }

  /** The column as it is stored. */
  public Column stored() {
    List<Column> inner = nested.stream().map(Column::stored).toList();
    return new Column(name, type, nullable, symbols, pii, inner);
  }

  /** The column as a source has it. */
  public Column sourced(Sourcing other) {
    return new Column(name, type, nullable, symbols, pii, nested, other, doc);
  }

  /** Other names that a source may have for the field, in the order they are tried. */
  public List<String> aliases() {
    return sourcing.aliases();
  }

  /** The value, as JSON, of a field that the source does not have; null when there is none. */
  public @Nullable String fallback() {
    return sourcing.fallback();
  }

  /** How a source writes the values. */
  public TextForm form() {
    return sourcing.form();
  }

  /** The names that a source may have for the field, the best first. */
  public List<String> sourceNames() {
    return sourcing.names(name);
  }

  /** The column with what its type says of the values inside, where no contract says more. */
  public Column opened() {
    if (!nested.isEmpty() || !isNested()) {
      return this;
    }
    List<Column> inner = TypeText.inner(type);
    return new Column(name, type, nullable, symbols, pii, inner, sourcing, doc);
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

  /**
   * Whether a raw value of JSON shows the quotes of a string: where no string says a value, or
   * where strings are written in a form of their own, and numbers as JSON writes them.
   */
  public boolean keepsQuotes() {
    return isNoString() || form().isRead();
  }

  /** Whether the values are lists, maps or structs. */
  public boolean isNested() {
    return isList() || isMap() || isStruct();
  }

  /** Digests of definitions and of stored tables are made of it: {@code doc} says nothing there. */
  @Override
  public String toString() {
    return "Column[name=%s, type=%s, nullable=%s, symbols=%s, pii=%s, nested=%s, %s]"
        .formatted(name, type, nullable, symbols, pii, nested, sourcing);
  }
}
