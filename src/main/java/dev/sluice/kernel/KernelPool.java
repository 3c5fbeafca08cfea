// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kernel;

import dev.sluice.batch.Shared;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Kernels of the same settings: one for each thread that works, the others wait for the next. */
final class KernelPool implements Shared.Thing {
  private final KernelSettings settings;
  private final Map<Thread, Kernel> lent = new HashMap<>();
  private final Deque<Kernel> idle = new ArrayDeque<>();
  private boolean isClosed;

  KernelPool(KernelSettings settings) {
    this.settings = settings;
  }

  Kernels.Lent lend(String what) {
    Thread thread = Thread.currentThread();
    Kernel there = of(thread);
    if (there != null) {
      String before = there.subject();
      return new Loan(there.about(what), () -> there.about(before));
    }
    Kernel kernel = taken();
    Kernel own = (kernel == null ? Kernel.open(settings) : kernel).about(what);
    synchronized (this) {
      lent.put(thread, own);
    }
    return new Loan(own, () -> giveBack(thread, own));
  }

  private record Loan(Kernel kernel, Runnable back) implements Kernels.Lent {
    @Override
    public void close() {
      back.run();
    }
  }

  private synchronized @Nullable Kernel of(Thread thread) {
    return lent.get(thread);
  }

  /** The one used last, whose memory is warm. */
  private synchronized @Nullable Kernel taken() {
    return idle.pollLast();
  }

  private void giveBack(Thread thread, Kernel kernel) {
    synchronized (this) {
      lent.remove(thread);
      if (!isClosed && !kernel.isBroken()) {
        idle.addLast(kernel);
        return;
      }
    }
    kernel.close();
  }

  /** How many kernels are open. */
  synchronized int size() {
    return lent.size() + idle.size();
  }

  /** Closes the kernels that wait; one that is still lent is closed when it comes back. */
  @Override
  public void close() {
    List<Kernel> all;
    synchronized (this) {
      isClosed = true;
      all = new ArrayList<>(idle);
      idle.clear();
    }
    all.forEach(Kernel::close);
  }
}
