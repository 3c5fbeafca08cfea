// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.stream;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** When epochs begin: one span after the last one began, or at once when that took longer. */
final class Pace {
  private final Duration every;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private boolean isEnding;
  private long began;

  Pace(Duration every) {
    this.every = every;
  }

  /** Says that an epoch begins. */
  void begin() {
    began = System.nanoTime();
  }

  /** Waits until the next one is to begin; false when none is. */
  boolean next() {
    return await(every.toNanos() - (System.nanoTime() - began));
  }

  /** Waits so long beside the usual pace; false when no epoch is to begin any more. */
  boolean rest(Duration span) {
    return await(span.toNanos());
  }

  private boolean await(long nanos) {
    lock.lock();
    try {
      long left = nanos;
      while (!isEnding && left > 0) {
        left = ended.awaitNanos(left);
      }
      return !isEnding;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Lets no epoch begin any more; callable from any thread. */
  void end() {
    lock.lock();
    try {
      isEnding = true;
      ended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** How long an attempt waits that follows so many that failed. */
  Duration afterFailures(int count) {
    long factor = 1L << Math.min(count - 1, 16);
    Duration longest = every.compareTo(Outage.LONGEST_WAIT) > 0 ? every : Outage.LONGEST_WAIT;
    Duration wait =
        every.toNanos() > TimeUnit.DAYS.toNanos(1) / factor ? longest : every.multipliedBy(factor);
    return wait.compareTo(longest) > 0 ? longest : wait;
  }
}
