// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.inbox.receive;

import dev.sluice.source.inbox.Landing;
import dev.sluice.source.message.Message;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Acknowledges messages that a broker sends by itself: once they landed, and not while too much
 * waits to be read, for a broker sends no more than so many that are not acknowledged.
 */
final class Acknowledging implements AutoCloseable {
  private static final long PAUSE_MILLIS = 100;

  private final Landing landing;
  private final ScheduledExecutorService later =
      Executors.newSingleThreadScheduledExecutor(Acknowledging::daemon);

  Acknowledging(Landing landing) {
    this.landing = landing;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "acknowledge");
    thread.setDaemon(true);
    return thread;
  }

  /** Takes a message; what acknowledges it is done by one thread, in the order of landing. */
  void take(Message message, Runnable acknowledge) {
    CompletableFuture<Void> unused =
        landing
            .land(List.of(message))
            .whenComplete(
                (done, failed) -> {
                  if (failed == null && !later.isShutdown()) {
                    later.execute(() -> whenThereIsRoom(acknowledge));
                  }
                });
  }

  private void whenThereIsRoom(Runnable acknowledge) {
    if (landing.isFull()) {
      ScheduledFuture<?> unused =
          later.schedule(() -> whenThereIsRoom(acknowledge), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    } else {
      acknowledge.run();
    }
  }

  /** Acknowledges what landed, but for what waits for room: that comes again. */
  @Override
  public void close() {
    later.shutdown();
    try {
      if (!later.awaitTermination(1, TimeUnit.SECONDS)) {
        List<Runnable> unused = later.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
