// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema.spelling;

/** What is wrong with the text of a type. */
public final class TypeProblem extends Exception {
  private static final long serialVersionUID = 1L;

  private final int offset;
  private final String suggestion;

  /**
   * A problem.
   *
   * @param offset 0-based, of the character at which it begins
   * @param message what is wrong, in lower case
   * @param suggestion what to write
   */
  TypeProblem(int offset, String message, String suggestion) {
    super(message, null, false, false);
    this.offset = offset;
    this.suggestion = suggestion;
  }

  public int offset() {
    return offset;
  }

  public String message() {
    return String.valueOf(getMessage());
  }

  public String suggestion() {
    return suggestion;
  }
}
