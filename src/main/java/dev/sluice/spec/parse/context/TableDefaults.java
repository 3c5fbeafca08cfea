// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.context;

import dev.sluice.spec.rule.Consequence;
import dev.sluice.spec.rule.Tolerance;
import java.util.List;

/**
 * What stands for every table and model that does not say it itself.
 *
 * @param nullValues of sources of CSV and TSV
 * @param onError what a row does that breaks its contract or a rule: {@link
 *     Consequence#DEAD_LETTER} or {@link Consequence#FAIL}
 * @param tolerate how many dead letters are normal
 */
public record TableDefaults(List<String> nullValues, Consequence onError, Tolerance tolerate) {
  /** As without {@code defaults}. */
  public static final TableDefaults NONE =
      new TableDefaults(List.of(""), Consequence.DEAD_LETTER, Tolerance.NONE);

  public TableDefaults {
    nullValues = List.copyOf(nullValues);
  }
}
