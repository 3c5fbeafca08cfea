// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.table;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What happens when the source does not look like the schema.
 *
 * @param columns what holds for some columns instead, by their names
 */
public record Contract(
    UnknownField unknownField,
    MissingField missingField,
    WrongType type,
    Map<String, OfColumn> columns)
    implements Serializable {
  public static final Contract DEFAULT =
      new Contract(UnknownField.RAW, MissingField.FAIL, WrongType.DEAD_LETTER);

  public Contract {
    columns = Collections.unmodifiableMap(new TreeMap<>(columns));
  }

  /** One that holds for all columns alike. */
  public Contract(UnknownField unknownField, MissingField missingField, WrongType type) {
    this(unknownField, missingField, type, Map.of());
  }

  /** What holds for one column. */
  public record OfColumn(MissingField missingField, WrongType type) implements Serializable {}

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
        (name, own) -> all.put(name, new OfColumn(own.missingField(), tried(own.type()))));
    return new Contract(unknownField, missingField, tried(type), all);
  }

  /** The same, where any column may be missing. */
  public Contract missingNothing() {
    Map<String, OfColumn> all = new TreeMap<>();
    columns.forEach((name, own) -> all.put(name, new OfColumn(MissingField.NULL, own.type())));
    return new Contract(unknownField, MissingField.NULL, type, all);
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
    /** The run fails. */
    FAIL
  }
}
