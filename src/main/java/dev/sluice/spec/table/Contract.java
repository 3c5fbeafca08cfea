// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.table;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What happens when the source does not look like the schema.
 *
 * @param columns what holds for some columns instead, by their names
 * @param evolved the columns that the table has, or has wider, because its source does and the spec
 *     does not say so, by their names
 */
public record Contract(
    UnknownField unknownField,
    MissingField missingField,
    WrongType type,
    Map<String, OfColumn> columns,
    List<String> evolved)
    implements Serializable {
  public static final Contract DEFAULT =
      new Contract(UnknownField.RAW, MissingField.FAIL, WrongType.DEAD_LETTER);

  public Contract {
    columns = Collections.unmodifiableMap(new TreeMap<>(columns));
    evolved = List.copyOf(evolved);
  }

  /** One that holds for all columns alike. */
  public Contract(UnknownField unknownField, MissingField missingField, WrongType type) {
    this(unknownField, missingField, type, Map.of(), List.of());
  }

  /** The same, of a table that has columns which the spec does not say. */
  public Contract evolving(List<String> names) {
    return new Contract(unknownField, missingField, type, columns, names);
  }

  /** Whether what a source has may change the columns of its table. */
  public boolean evolves() {
    return unknownField == UnknownField.EVOLVE
        || type == WrongType.WIDEN
        || columns.values().stream()
            .anyMatch(own -> own.type() == WrongType.WIDEN || own.isGrowing());
  }

  /** Digests of definitions are made of it: columns speak for themselves. */
  @Override
  public String toString() {
    return "Contract[unknownField=%s, missingField=%s, type=%s, columns=%s]"
        .formatted(unknownField, missingField, type, columns);
  }

  /**
   * What holds for one column.
   *
   * @param isGrowing whether records in it get the fields that its source has
   */
  public record OfColumn(MissingField missingField, WrongType type, boolean isGrowing)
      implements Serializable {
    /** Of a column whose records have the fields that the spec says. */
    public OfColumn(MissingField missingField, WrongType type) {
      this(missingField, type, false);
    }

    /** Digests of definitions are made of it: fields speak for themselves. */
    @Override
    public String toString() {
      return "OfColumn[missingField=%s, type=%s]".formatted(missingField, type);
    }
  }

  /** Whether records in a column get the fields that its source has. */
  public boolean isGrowing(String column) {
    return of(column).isGrowing();
  }

  /** What happens when a file does not have a column. */
  public MissingField missing(String column) {
    return of(column).missingField();
  }

  /** What happens to a value that is not of its column's type. */
  public WrongType type(String column) {
    return of(column).type();
  }

  private OfColumn of(String column) {
    return columns.getOrDefault(column, new OfColumn(missingField, type));
  }

  /** The same, where rows become dead letters instead of stopping anything by a value. */
  public Contract stoppingAtNothing() {
    Map<String, OfColumn> all = new TreeMap<>();
    columns.forEach(
        (name, own) ->
            all.put(name, new OfColumn(own.missingField(), tried(own.type()), own.isGrowing())));
    return new Contract(unknownField, missingField, tried(type), all, evolved);
  }

  /** The same, where any column may be missing. */
  public Contract missingNothing() {
    Map<String, OfColumn> all = new TreeMap<>();
    columns.forEach(
        (name, own) -> all.put(name, new OfColumn(MissingField.NULL, own.type(), own.isGrowing())));
    return new Contract(unknownField, MissingField.NULL, type, all, evolved);
  }

  private static WrongType tried(WrongType type) {
    return type == WrongType.FAIL ? WrongType.DEAD_LETTER : type;
  }

  /** A field of the source that the schema does not name. */
  public enum UnknownField {
    /** Kept in the raw partition, not in the typed table. */
    RAW,
    /** Kept in a column of the table, as JSON. */
    KEEP,
    /** Becomes a column of the table. */
    EVOLVE,
    /** Left out of the table, and counted. */
    DROP_VALUE,
    /** The row becomes a dead letter. */
    DEAD_LETTER,
    /** The run fails. */
    FAIL
  }

  /** A field of the schema that a file does not have. */
  public enum MissingField {
    /** The run fails. */
    FAIL,
    /** The value is null (a dead letter where null is not allowed). */
    NULL,
    /** The row becomes a dead letter. */
    DEAD_LETTER
  }

  /** A value that is not of the schema's type, or null where null is not allowed. */
  public enum WrongType {
    /** The row becomes a dead letter. */
    DEAD_LETTER,
    /** The value is null where the column allows it, and counted. */
    NULL_VALUE,
    /** The column takes a wider type that holds all values; where there is none the row is dead. */
    WIDEN,
    /** The run fails. */
    FAIL
  }
}
