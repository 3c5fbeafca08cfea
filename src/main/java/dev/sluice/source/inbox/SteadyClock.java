// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.inbox;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Says what the clock of the machine would say if nobody had set it since: spans by it are those
 * that passed.
 */
final class SteadyClock extends Clock {
  private final Instant begin;
  private final long since = System.nanoTime();

  private SteadyClock(Instant begin) {
    this.begin = begin;
  }

  /** One that begins with what another says now. */
  static SteadyClock from(Clock clock) {
    return new SteadyClock(clock.instant());
  }

  @Override
  public Instant instant() {
    return begin.plusNanos(System.nanoTime() - since);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  /** It has no other zone than UTC. */
  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
