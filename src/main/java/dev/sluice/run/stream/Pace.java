// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.stream;

import java.time.Duration;
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

  /** Whether an epoch is to begin at once, for more waits than the last one took in. */
  boolean goesOn() {
    return await(0);
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
}
