// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.decide;

import dev.sluice.infer.type.Form;
import java.util.List;

/**
 * What a spec should say of one column.
 *
 * @param name a legal one
 * @param source as the source calls it
 * @param type as the spec spells it
 * @param nullValues texts that mean null in this column and not in all
 * @param values the few different values that it has, if it has few
 * @param evidence why, a phrase each
 */
public record ColumnGuess(
    String name,
    String source,
    String type,
    boolean nullable,
    Form form,
    List<String> nullValues,
    List<String> values,
    List<String> evidence) {
  public ColumnGuess {
    nullValues = List.copyOf(nullValues);
    values = List.copyOf(values);
    evidence = List.copyOf(evidence);
  }

  public boolean isText() {
    return type.equals("text");
  }

  ColumnGuess withNullValues(List<String> other) {
    return new ColumnGuess(name, source, type, nullable, form, other, values, evidence);
  }

  ColumnGuess neverNull() {
    return new ColumnGuess(name, source, type, false, form, nullValues, values, evidence);
  }
}
