// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sql;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Owns the kernels of the process: one for each worker thread, closed once its thread has ended.
 */
public final class Kernels {
  private record Owned(Kernel kernel, KernelSettings settings) {}

  private static final Map<Thread, Owned> OWNED = new ConcurrentHashMap<>();

  private Kernels() {}

  /** The calling thread's kernel with these settings; opens it, or replaces one with others. */
  public static Kernel ofThread(KernelSettings settings) {
    return ofThread(settings, Kernel.OWN);
  }

  /** As {@link #ofThread(KernelSettings)}, for statements of somebody: {@link Kernel#about}. */
  public static Kernel ofThread(KernelSettings settings, String what) {
    return own(settings).about(what);
  }

  private static Kernel own(KernelSettings settings) {
    Thread thread = Thread.currentThread();
    Owned owned = OWNED.get(thread);
    if (owned != null && owned.settings().equals(settings)) {
      return owned.kernel();
    }
    closeEnded();
    if (owned != null) {
      owned.kernel().close();
    }
    Kernel kernel = Kernel.open(settings);
    OWNED.put(thread, new Owned(kernel, settings));
    return kernel;
  }

  private static void closeEnded() {
    OWNED
        .entrySet()
        .removeIf(
            entry -> {
              boolean ended = !entry.getKey().isAlive();
              if (ended) {
                entry.getValue().kernel().close();
              }
              return ended;
            });
  }
}
