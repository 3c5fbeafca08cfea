// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.time;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WatermarkTest {
  private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

  private Watermark mark = Watermark.NONE;
  private Instant run = NOON;

  @Test
  void isTheLeastOfAllPartitions() {
    epoch("a", 100, "b", 70);
    assertThat(at(), is(60L));
    epoch("b", 200);
    assertThat(at(), is(90L));
    // Older rows than those that came take nothing back.
    epoch("a", 50, "b", 150);
    assertThat(at(), is(90L));
  }

  @Test
  void isNotHeldUpByAPartitionInWhichNothingCame() {
    epoch("a", 100, "b", 70);
    for (int i = 0; i < 6; i++) {
      epoch("a", 200 + i); // 10 s each
    }
    assertThat(at(), is(60L));
    epoch("a", 300);
    assertThat(at(), is(290L));
    // What comes again from behind does not move it back, and counts again.
    epoch("b", 80);
    assertThat(at(), is(290L));
    epoch("a", 400);
    assertThat(at(), is(290L));
    epoch("b", 390);
    assertThat(at(), is(380L));
  }

  @Test
  void countsANewPartitionFromItsFirstRowOn() {
    epoch("a", 100);
    epoch("a", 200, "c", 20);
    assertThat(at(), is(90L));
    epoch("a", 300, "c", 250);
    assertThat(at(), is(240L));
  }

  @Test
  void staysWhereNothingCame() {
    epoch();
    assertThat(mark.instant().isEmpty(), is(true));
    epoch("a", -5);
    assertThat(at(), is(-15L));
    run = run.plus(Duration.ofDays(3));
    epoch();
    assertThat(at(), is(-15L));
  }

  @Test
  void beginsAnewWithAnotherColumn() {
    epoch("a", 100);
    mark = mark.after("other", Map.of("a", 5_000_000L), run, Duration.ZERO, Duration.ofMinutes(1));
    assertThat(at(), is(5L));
  }

  /** An epoch of ten seconds: by partition the greatest event time, in seconds since 1970. */
  private void epoch(Object... greatest) {
    Map<String, Long> micros = new TreeMap<>();
    for (int i = 0; i < greatest.length; i += 2) {
      micros.put((String) greatest[i], 1_000_000L * (Integer) greatest[i + 1]);
    }
    run = run.plusSeconds(10);
    mark = mark.after("at", micros, run, Duration.ofSeconds(10), Duration.ofMinutes(1));
  }

  private long at() {
    return mark.micros().orElseThrow() / 1_000_000;
  }
}
