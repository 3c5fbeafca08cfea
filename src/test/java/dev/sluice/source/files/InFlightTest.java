// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InFlightTest {
  /** The same graph on a small worker and on a large one; in MB. */
  @ParameterizedTest
  @CsvSource({"8192, 1, 128", "8192, 4, 32", "512, 1, 64", "512, 4, 16", "512, 40, 8", "128, 4, 8"})
  void isFoundInTheHeapOfTheWorker(long heap, int sharers, long share) {
    assertThat(new InFlight(128L << 20, 8L << 20, sharers).share(heap << 20), is(share << 20));
  }
}
