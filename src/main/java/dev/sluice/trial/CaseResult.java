// SPDX-License-Identifier: Apache-2.0
package dev.sluice.trial;

import dev.sluice.error.issue.Issue;
import dev.sluice.trial.cases.TestCase;
import dev.sluice.trial.compare.RowDifference;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What became of a case.
 *
 * @param columns those of the rows that are compared
 * @param shown those of them that some expected row names
 * @param rows how the good rows differ from those that were expected
 * @param others what else is not as expected, each a sentence
 * @param failure why the case could not be tried at all; null for none
 * @param issue what is wrong with a value of the case; null for none
 */
public record CaseResult(
    TestCase test,
    Duration time,
    List<String> columns,
    Set<String> shown,
    List<RowDifference> rows,
    List<String> others,
    @Nullable String failure,
    @Nullable Issue issue) {
  public CaseResult {
    columns = List.copyOf(columns);
    shown = Set.copyOf(shown);
    rows = List.copyOf(rows);
    others = List.copyOf(others);
  }

  /** Whether everything is as expected. */
  public boolean isPassed() {
    return rows.isEmpty() && others.isEmpty() && failure == null && issue == null;
  }
}
