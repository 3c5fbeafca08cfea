// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.type;

import java.util.List;

/**
 * The type of a column, and why.
 *
 * @param type as the spec spells it
 */
public record TypeGuess(String type, Form form, List<String> evidence) {
  public static final String TEXT = "text";

  public TypeGuess {
    evidence = List.copyOf(evidence);
  }

  /** What every value is. */
  public static TypeGuess text() {
    return of(TEXT);
  }

  static TypeGuess of(String type) {
    return new TypeGuess(type, Form.PLAIN, List.of());
  }

  static TypeGuess of(String type, String... evidence) {
    return new TypeGuess(type, Form.PLAIN, List.of(evidence));
  }

  static TypeGuess of(String type, Form form, List<String> evidence) {
    return new TypeGuess(type, form, evidence);
  }

  public boolean isText() {
    return type.equals(TEXT);
  }
}
