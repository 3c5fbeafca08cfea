// SPDX-License-Identifier: Apache-2.0
package dev.sluice.trial.compare;

import dev.sluice.error.issue.Position;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One way in which rows are not those that were expected.
 *
 * @param expected the values; empty for a row that nobody expected
 * @param actual the values; empty for a row that is missing
 * @param named the columns that the expected row says, by their place
 * @param differing the columns in which both are unlike, by their place
 * @param position where the expected row stands; null for none
 */
public record RowDifference(
    Kind kind,
    List<@Nullable String> expected,
    List<@Nullable String> actual,
    Set<Integer> named,
    List<Integer> differing,
    @Nullable Position position) {
  public RowDifference {
    expected = Collections.unmodifiableList(new ArrayList<>(expected));
    actual = Collections.unmodifiableList(new ArrayList<>(actual));
    named = Set.copyOf(named);
    differing = List.copyOf(differing);
  }

  /** What is wrong. */
  public enum Kind {
    /** A row is there, with other values. */
    DIFFERS,
    MISSING,
    UNEXPECTED,
    /** Where this row is expected, another stands. */
    MOVED
  }
}
