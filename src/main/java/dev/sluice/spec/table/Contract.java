// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.table;

import java.io.Serializable;

/** What happens when the source does not look like the schema. */
public record Contract(UnknownField unknownField, MissingField missingField, WrongType type)
    implements Serializable {
  public static final Contract DEFAULT =
      new Contract(UnknownField.KEEP, MissingField.FAIL, WrongType.DEAD_LETTER);

  /** A field of the source that the schema does not name. */
  public enum UnknownField {
    /** Kept in the raw partition, not in the typed table. */
    KEEP,
    /** The run fails. */
    FAIL
  }

  /** A field of the schema that a file does not have. */
  public enum MissingField {
    /** The run fails. */
    FAIL,
    /** The value is null (a dead letter where null is not allowed). */
    NULL
  }

  /** A value that is not of the schema's type, or null where null is not allowed. */
  public enum WrongType {
    /** The row becomes a dead letter. */
    DEAD_LETTER,
    /** The run fails. */
    FAIL
  }
}
