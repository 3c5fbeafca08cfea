// SPDX-License-Identifier: Apache-2.0
package dev.sluice.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Does many small things at a time that wait for a store rather than for a processor, so that their
 * number at a time does not follow from how many processors this machine has.
 */
public final class SideBySide {
  /** Requests of one process that a store answers without slowing each other down. */
  private static final int AT_ONCE = 16;

  private SideBySide() {}

  /**
   * What comes of each, in their order. All have ended when it returns or throws.
   *
   * @throws RuntimeException the first that one of them threw, in their order
   */
  public static <A, B> List<B> map(Collection<A> all, Function<? super A, ? extends B> each) {
    if (all.size() <= 1) {
      return all.stream().<B>map(each).toList();
    }
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.min(all.size(), AT_ONCE), SideBySide::daemon);
    try {
      List<Callable<B>> calls = new ArrayList<>();
      all.forEach(one -> calls.add(() -> each.apply(one)));
      List<B> results = new ArrayList<>();
      for (Future<B> done : threads.invokeAll(calls)) {
        results.add(result(done));
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Stopped while waiting for a store", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static <B> B result(Future<B> done) throws InterruptedException {
    try {
      return done.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "store");
    thread.setDaemon(true);
    return thread;
  }
}
