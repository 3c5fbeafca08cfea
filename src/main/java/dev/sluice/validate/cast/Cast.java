// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate.cast;

import org.jspecify.annotations.Nullable;

/**
 * How a raw value becomes a typed one, as SQL.
 *
 * <p>Nothing here fails on a value: what cannot be cast becomes null, and {@code ok} is not true.
 *
 * @param value the typed value, from the raw one
 * @param ok whether the typed value says exactly what a raw value that is not null says; null when
 *     it always does
 * @param code the error code as text, of a raw value that is not null and not ok
 */
record Cast(String value, @Nullable String ok, String code) {
  private static final String TYPE_CAST = "'TYPE_CAST'";

  /** A value that is what it should be already. */
  static Cast none(String raw) {
    return new Cast(raw, null, TYPE_CAST);
  }

  /** A cast that takes every value as it is, or makes it null where it is of another type. */
  static Cast orNull(String value, String typed) {
    return new Cast(value, typed + " IS NOT NULL", TYPE_CAST);
  }

  /** The same of a value that is null where its text could not be read. */
  Cast unlessNull(String raw) {
    String what = "CASE WHEN %s IS NULL THEN %s ELSE %s END".formatted(raw, TYPE_CAST, code);
    return new Cast(value, ok, what);
  }
}
