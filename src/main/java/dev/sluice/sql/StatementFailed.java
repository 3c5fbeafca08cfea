// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sql;

/** A statement failed because of the values it met, or because it does not fit its inputs. */
public final class StatementFailed extends Exception {
  private static final long serialVersionUID = 1L;

  public StatementFailed(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
