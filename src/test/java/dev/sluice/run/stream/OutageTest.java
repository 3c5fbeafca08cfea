// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.stream;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutageTest {
  private static PipelineException trouble(ErrorCode code) {
    return new PipelineException(code, "trouble");
  }

  private static List<Long> waits(Outage outage, int times) {
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      Duration wait = outage.met(trouble(ErrorCode.SOURCE_UNREACHABLE));
      waits.add(wait == null ? -1 : wait.toSeconds());
    }
    return waits;
  }

  @Test
  void waitsLongerAndLongerUpToAMinute() {
    Outage outage = new Outage(Duration.ofSeconds(10));
    assertThat(waits(outage, 5), is(List.of(10L, 20L, 40L, 60L, 60L)));
    outage.end();
    assertThat(waits(outage, 2), is(List.of(10L, 20L)));
  }

  @Test
  void neverWaitsLessThanAnEpoch() {
    assertThat(waits(new Outage(Duration.ofMinutes(5)), 2), is(List.of(300L, 300L)));
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "MANIFEST_INVALID",
        "LAKE_TAKEN",
        "POSITION_LOST",
        "WAREHOUSE_REFUSED",
        "NOT_SIGNED",
        "OUT_OF_MEMORY",
        "INTERNAL",
        "SQL_BIND"
      })
  void doesNotWaitForWhatAPersonHasToEnd(ErrorCode code) {
    assertThat(new Outage(Duration.ofSeconds(10)).met(trouble(code)), is(nullValue()));
  }

  @Test
  void takesAProcessThatIsMetEveryTimeForAnotherStream() {
    Outage outage = new Outage(Duration.ofSeconds(1));
    for (int i = 0; i < 4; i++) {
      assertThat(outage.met(trouble(ErrorCode.COMMIT_REFUSED)) == null, is(false));
    }
    assertThat(outage.met(trouble(ErrorCode.COMMIT_REFUSED)), is(nullValue()));
  }
}
