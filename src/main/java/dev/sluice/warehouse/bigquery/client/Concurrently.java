// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery.client;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Does the same to several things, so many at a time: a load job is mostly waited for. */
public record Concurrently(int width) {
  /** Far below the 100 requests a second that BigQuery takes of one user. */
  public static final Concurrently DEFAULT = new Concurrently(8);

  /**
   * The results, in the order of the items. When one fails, those not begun are not begun, those
   * under way are interrupted and waited for, and the failure is thrown.
   */
  public <A, B> List<B> each(List<A> items, Function<A, B> action) {
    ExecutorService threads = Executors.newFixedThreadPool(width);
    try {
      ExecutorCompletionService<B> ended = new ExecutorCompletionService<>(threads);
      List<Future<B>> begun = new ArrayList<>();
      items.forEach(item -> begun.add(ended.submit(() -> action.apply(item))));
      for (int i = 0; i < items.size(); i++) {
        B unused = ended.take().get();
      }
      List<B> results = new ArrayList<>();
      for (Future<B> future : begun) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PipelineException(ErrorCode.WAREHOUSE, "Stopped while waiting for BigQuery", e);
    } finally {
      end(threads);
    }
  }

  /** Nothing goes on behind the caller's back; a request ends by its own time limit. */
  private static void end(ExecutorService threads) {
    threads.shutdownNow();
    boolean wasInterrupted = false;
    boolean isEnded = false;
    while (!isEnded) {
      try {
        isEnded = threads.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        wasInterrupted = true;
      }
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
