// SPDX-License-Identifier: Apache-2.0
package dev.sluice.store.document;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * What every document goes through by which a run ends, in this process. Once the process is told
 * to end, the gate is closed, so that what is said of the run then stays true.
 */
public final class CommitGate {
  private static final ReentrantReadWriteLock LOCK = new ReentrantReadWriteLock();

  private CommitGate() {}

  /** Writes a document. */
  public interface Write {
    boolean run() throws IOException;
  }

  /** Writes, unless the gate is closed: then it waits for the end of the process. */
  static boolean through(ReentrantReadWriteLock gate, Write write) throws IOException {
    gate.readLock().lock();
    try {
      return write.run();
    } finally {
      gate.readLock().unlock();
    }
  }

  /** Writes, unless the process is told to end: then it waits for that. */
  public static boolean through(Write write) throws IOException {
    return through(LOCK, write);
  }

  /**
   * Closes the gate for good: to be called by what runs when the process ends. What is on its way
   * through gets some time.
   *
   * @return whether nothing is on its way any more
   */
  public static boolean close(Duration patience) {
    return close(LOCK, patience);
  }

  static boolean close(ReentrantReadWriteLock gate, Duration patience) {
    try {
      return gate.writeLock().tryLock(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
