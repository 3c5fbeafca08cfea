// SPDX-License-Identifier: Apache-2.0
package dev.sluice.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SideBySideTest {
  @Test
  @Timeout(60)
  void doesManyAtATimeHoweverFewProcessorsThereAre() {
    CyclicBarrier all = new CyclicBarrier(8);
    List<Integer> done =
        SideBySide.map(IntStream.range(0, 8).boxed().toList(), each -> met(all, each));
    assertThat(done, contains(0, 1, 2, 3, 4, 5, 6, 7));
  }

  private static int met(CyclicBarrier all, int number) {
    try {
      int unused = all.await();
      return number;
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void throwsTheFirstFailureInTheirOrderWhenAllHaveEnded() {
    AtomicInteger ended = new AtomicInteger();
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> SideBySide.map(List.of(1, 2, 3, 4), each -> refusedIfEven(ended, each)));
    assertThat(thrown.getMessage(), is("2"));
    assertThat(ended.get(), is(4));
  }

  private static int refusedIfEven(AtomicInteger ended, int number) {
    ended.incrementAndGet();
    if (number % 2 == 0) {
      throw new IllegalArgumentException("" + number);
    }
    return number;
  }
}
