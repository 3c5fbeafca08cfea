// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats;

import java.util.regex.Pattern;

/** What the values of a type are, and so which of {@link ColumnStats} describes them. */
public enum ValueKind {
  /** Range, moments, quantiles, different and frequent values. */
  NUMBER("(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|REAL|DOUBLE|DECIMAL.*)"),
  /** Range, lengths, shapes, different and frequent values. */
  TEXT("VARCHAR|ENUM.*|UUID"),
  /** Range, gaps, quantiles, different and frequent values. */
  TIME("DATE|TIMESTAMP.*"),
  /** Counts of true and false, different and frequent values. */
  TRUTH("BOOLEAN"),
  /** Lists of floating-point numbers: lengths, and range, moments and quantiles of norms. */
  VECTOR("(FLOAT|DOUBLE|REAL)\\[\\d*]"),
  /** Lengths. */
  LIST(".*\\[\\d*]|MAP.*"),
  /** Lengths in bytes. */
  BINARY("BLOB"),
  /** Only counts. */
  OTHER(".*");

  private final Pattern types;

  ValueKind(String types) {
    this.types = Pattern.compile(types, Pattern.DOTALL);
  }

  /** The kind of a type's values, which the kernel spells. */
  public static ValueKind of(String type) {
    for (ValueKind kind : values()) {
      if (kind.types.matcher(type).matches()) {
        return kind;
      }
    }
    return OTHER;
  }
}
