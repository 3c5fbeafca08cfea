// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.path;

/** What is wrong with a pattern, and what to write instead. */
public final class PatternProblem extends Exception {
  private static final long serialVersionUID = 1L;

  private final String advice;

  PatternProblem(String message, String advice) {
    super(message);
    this.advice = advice;
  }

  public String advice() {
    return advice;
  }
}
