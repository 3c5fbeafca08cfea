// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.notes;

import java.io.Serializable;

/**
 * The greatest value of a column among the valid rows taken in so far.
 *
 * @param column empty when the table has no cursor
 * @param value as text; empty when no row was taken in yet
 */
public record Cursor(String column, String value) implements Serializable {
  public static final Cursor NONE = new Cursor("", "");
}
