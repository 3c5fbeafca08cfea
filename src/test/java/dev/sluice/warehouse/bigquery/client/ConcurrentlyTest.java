// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery.client;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ConcurrentlyTest {
  @Test
  void givesTheResultsInTheOrderOfTheItems() {
    CountDownLatch secondIsDone = new CountDownLatch(1);
    List<String> results =
        new Concurrently(2)
            .each(
                List.of(1, 2),
                item -> {
                  if (item == 1) {
                    await(secondIsDone);
                  }
                  secondIsDone.countDown();
                  return "r" + item;
                });
    assertThat(results, is(List.of("r1", "r2")));
  }

  @Test
  void doesNothingForNothing() {
    assertThat(Concurrently.DEFAULT.each(List.of(), item -> item), is(List.of()));
  }

  @Test
  void throwsWhatFailedAndBeginsNoMore() {
    Set<Integer> begun = ConcurrentHashMap.newKeySet();
    CountDownLatch never = new CountDownLatch(1);
    UnsupportedOperationException thrown =
        assertThrows(
            UnsupportedOperationException.class,
            () ->
                new Concurrently(2)
                    .each(
                        List.of(1, 2, 3, 4),
                        item -> {
                          begun.add(item);
                          if (item == 2) {
                            throw new UnsupportedOperationException("two");
                          }
                          await(never); // until it is interrupted
                          return item;
                        }));
    assertThat(thrown.getMessage(), is("two"));
    assertThat(begun.contains(4), is(false));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
