// SPDX-License-Identifier: Apache-2.0
package dev.sluice.store.document;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.Test;

class CommitGateTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();

  private static Thread start(Runnable body) {
    Thread thread = new Thread(body);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Test
  void letsNothingThroughOnceItIsClosed() throws Exception {
    assertThat(CommitGate.through(gate, () -> true), is(true));
    assertThat(CommitGate.close(gate, LONG), is(true));
    AtomicBoolean isThrough = new AtomicBoolean();
    Thread late = start(() -> write(() -> isThrough.getAndSet(true)));
    while (!gate.hasQueuedThread(late)) {
      Thread.onSpinWait();
    }
    assertThat(isThrough.get(), is(false));
  }

  @Test
  void waitsForWhatIsOnItsWay() throws Exception {
    CountDownLatch isInside = new CountDownLatch(1);
    CountDownLatch mayLeave = new CountDownLatch(1);
    Thread writer =
        start(
            () ->
                write(
                    () -> {
                      isInside.countDown();
                      await(mayLeave);
                      return true;
                    }));
    isInside.await();
    assertThat(CommitGate.close(gate, Duration.ZERO), is(false));
    mayLeave.countDown();
    writer.join();
    assertThat(CommitGate.close(gate, LONG), is(true));
  }

  private void write(CommitGate.Write write) {
    try {
      boolean unused = CommitGate.through(gate, write);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
