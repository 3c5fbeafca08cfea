// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kernel;

import dev.sluice.batch.Shared;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A step's access to the kernels that the steps of a run share in one process.
 *
 * <p>A step opens it in {@code @Setup} and closes it in {@code @Teardown}. There are never more
 * kernels than threads that work at the same time; they are closed with the last of the steps.
 */
public final class Kernels implements Serializable, AutoCloseable {
  private static final long serialVersionUID = 1L;

  private static final Shared<KernelSettings, KernelPool> POOLS = new Shared<>();

  private final KernelSettings settings;
  private transient Shared.@Nullable Lease<KernelPool> lease;

  private Kernels(KernelSettings settings) {
    this.settings = settings;
  }

  /** Kernels with these settings, once they are opened. */
  public static Kernels of(KernelSettings settings) {
    return new Kernels(settings);
  }

  /** Takes part in the kernels of this process; none is opened before one is lent. */
  public void open() {
    if (lease == null) {
      lease = POOLS.take(this, settings, () -> new KernelPool(settings));
    }
  }

  /** As {@link #lend(String)}, for statements of nobody in particular. */
  public Lent lend() {
    return lend(Kernel.OWN);
  }

  /**
   * Lends a kernel to the calling thread, which gives it back by closing it. A thread that has one,
   * because a step hands its results straight to the next, gets the same.
   *
   * @param what for whom statements run: {@link Kernel#about}
   */
  public Lent lend(String what) {
    if (lease == null) {
      throw new IllegalStateException("the step was not set up");
    }
    return lease.thing().lend(what);
  }

  /** A kernel that is lent to one thread. */
  public interface Lent extends AutoCloseable {
    Kernel kernel();

    @Override
    void close();
  }

  /** How many pools are open in this process. */
  public static int pools() {
    return POOLS.size();
  }

  @Override
  public void close() {
    if (lease != null) {
      lease.close();
      lease = null;
    }
  }
}
