// SPDX-License-Identifier: Apache-2.0
package dev.sluice.history.told;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sluice.table.Verdict;
import org.junit.jupiter.api.Test;

class AskedRangeTest {
  @Test
  void readsWhatVerdictsAskFor() {
    assertThat(of(true, "7", "at least 5"), is(new AskedRange(5.0, null)));
    assertThat(of(false, "3 rows", "at least 1,000 rows"), is(new AskedRange(1_000.0, null)));
    assertThat(of(true, "0.01", "at most 0.05"), is(new AskedRange(null, 0.05)));
    assertThat(
        of(false, "9", "at most 2 since 2026-01-02T03:00:00Z"), is(new AskedRange(null, 2.0)));
    assertThat(
        of(true, "0.1", "at most 0.2 (1 in 100 by chance), as in run 3"),
        is(new AskedRange(null, 0.2)));
    assertThat(
        of(true, "-3", "-5.5 to 1e3 (about 10), as in 7 runs"), is(new AskedRange(-5.5, 1_000.0)));
    assertThat(of(true, "12 rows", "10 to 20 rows"), is(new AskedRange(10.0, 20.0)));
    assertThat(of(true, "0", "between -1 and 1"), is(new AskedRange(-1.0, 1.0)));
    assertThat(of(false, "2 duplicates", "0 duplicates"), is(new AskedRange(null, 0.0)));
  }

  @Test
  void saysNothingOfWordsThatAreNoRange() {
    assertThat(of(true, "1 row", "values of its type"), is(AskedRange.NONE));
    assertThat(of(true, "1", "at most 0.05 of them"), is(AskedRange.NONE));
    assertThat(of(true, "2026-01-02", "at least 2026-01-01"), is(AskedRange.NONE));
    assertThat(of(true, "7", "change: 0.5, as in 3 runs"), is(AskedRange.NONE));
  }

  @Test
  void saysNothingWhereTheResultSpeaksOfAnotherNumber() {
    assertThat(of(true, "3 of 100 (0.03)", "at most 0.05"), is(AskedRange.NONE));
    assertThat(of(false, "3", "at least 1"), is(AskedRange.NONE));
  }

  @Test
  void keepsTheRangeOfWhatCouldNotBeObserved() {
    assertThat(
        of(false, "cannot be computed: no values", "at least 1"), is(new AskedRange(1.0, null)));
  }

  private static AskedRange of(boolean isPassed, String observed, String expected) {
    return AskedRange.of(new Verdict("t", "c", "warn", isPassed, observed, expected));
  }
}
