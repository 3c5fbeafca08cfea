// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kernel;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class KernelsTest {
  /** Of no other test. */
  private static final KernelSettings SETTINGS =
      new KernelSettings(64L << 20, "", List.of(), "", Duration.ofSeconds(77));

  @Test
  void stepsShareOneKernelUntilTheLastIsTornDown() throws StatementFailed {
    int before = Kernels.pools();
    Kernels first = Kernels.of(SETTINGS);
    Kernels second = Kernels.of(SETTINGS);
    first.open();
    second.open();
    assertThat(Kernels.pools(), is(before + 1));
    Kernel used;
    try (Kernels.Lent lent = first.lend()) {
      used = lent.kernel();
    }
    first.close();
    first.close();
    try (Kernels.Lent lent = second.lend()) {
      assertThat(lent.kernel(), is(sameInstance(used)));
      assertThat(lent.kernel().rows("SELECT 7", row -> row.getInt(1)), is(List.of(7)));
    }
    second.close();
    assertThat(Kernels.pools(), is(before));
    assertThrows(IllegalStateException.class, second::lend);
    assertThrows(RuntimeException.class, () -> used.rows("SELECT 7", row -> row.getInt(1)));
  }

  @Test
  void aThreadHasOneKernelHoweverDeepItsStepsAre() {
    KernelPool pool = new KernelPool(SETTINGS);
    try (Kernels.Lent outer = pool.lend("Model outer")) {
      try (Kernels.Lent inner = pool.lend("Model inner")) {
        assertThat(inner.kernel(), is(sameInstance(outer.kernel())));
        assertThat(inner.kernel().subject(), is("Model inner"));
      }
      assertThat(outer.kernel().subject(), is("Model outer"));
      Kernel elsewhere =
          CompletableFuture.supplyAsync(
                  () -> {
                    try (Kernels.Lent other = pool.lend("Model other")) {
                      return other.kernel();
                    }
                  })
              .join();
      assertThat(elsewhere, is(not(sameInstance(outer.kernel()))));
      assertThat(pool.size(), is(2));
    }
    pool.close();
    assertThat(pool.size(), is(0));
  }

  /** A runner may tear down while a thread still works. */
  @Test
  void whatIsLentWhenThePoolClosesIsClosedWhenItComesBack() throws StatementFailed {
    KernelPool pool = new KernelPool(SETTINGS);
    Kernels.Lent late = pool.lend("late");
    pool.close();
    assertThat(late.kernel().rows("SELECT 7", row -> row.getInt(1)), is(List.of(7)));
    late.close();
    assertThat(pool.size(), is(0));
    assertThrows(RuntimeException.class, () -> late.kernel().rows("SELECT 7", r -> r.getInt(1)));
  }
}
