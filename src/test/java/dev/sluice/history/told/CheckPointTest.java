// SPDX-License-Identifier: Apache-2.0
package dev.sluice.history.told;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import org.junit.jupiter.api.Test;

class CheckPointTest {
  @Test
  void readsTheNumberThatWasObserved() {
    assertThat(CheckPoint.value("13.875"), is(13.875));
    assertThat(CheckPoint.value("-3"), is(-3.0));
    assertThat(CheckPoint.value("1 rows returned"), is(1.0));
    assertThat(CheckPoint.value("3 of 10 (0.3)"), is(3.0));
    assertThat(CheckPoint.value("ks 0.798 (100 values, 615 before)"), is(0.798));
    assertThat(CheckPoint.value("0.33 of them: lost"), is(0.33));
    assertThat(CheckPoint.value("1.5e-7"), is(1.5e-7));
  }

  @Test
  void whatIsNoNumberHasNone() {
    assertThat(CheckPoint.value("no baseline yet (1 of 3 runs)"), nullValue());
    assertThat(CheckPoint.value("not judged: 3 of at least 100 rows"), nullValue());
    assertThat(CheckPoint.value("cannot be computed: NaN in 1 of 3 values"), nullValue());
    assertThat(CheckPoint.value("2026-01-31"), nullValue());
    assertThat(CheckPoint.value("pii:12ab"), nullValue());
    assertThat(CheckPoint.value("ks infinite"), nullValue());
  }
}
