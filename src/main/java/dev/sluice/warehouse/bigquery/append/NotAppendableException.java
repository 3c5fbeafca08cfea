// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery.append;

/**
 * Thrown for rows that cannot be appended as they are, though a load job may take them; the message
 * says why, as a sentence without an end.
 */
public final class NotAppendableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NotAppendableException(String message) {
    super(message);
  }
}
