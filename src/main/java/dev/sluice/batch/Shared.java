// SPDX-License-Identifier: Apache-2.0
package dev.sluice.batch;

import java.lang.ref.Cleaner;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the copies of a step share in one process: opened by the first that takes it, closed when
 * the last gave it back.
 *
 * <p>A runner may forget to tear a copy down, one that it made while it was failing, say: what that
 * copy took is given back once nothing holds the copy any more.
 *
 * @param <K> tells what belongs together
 */
public final class Shared<K, T extends Shared.Thing> {
  /** What is shared; safe to use by many threads, and even after it was closed. */
  public interface Thing extends AutoCloseable {
    @Override
    void close();
  }

  private static final Cleaner FORGOTTEN = Cleaner.create();

  private static final class Held<T> {
    final T thing;
    int takers;

    Held(T thing) {
      this.thing = thing;
    }
  }

  private final Map<K, Held<T>> held = new HashMap<>();

  /** One taker's part in a thing. */
  public static final class Lease<T> implements AutoCloseable {
    private final T thing;
    private final Cleaner.Cleanable back;

    private Lease(T thing, Cleaner.Cleanable back) {
      this.thing = thing;
      this.back = back;
    }

    public T thing() {
      return thing;
    }

    /** Gives it back; a second time does nothing. */
    @Override
    public void close() {
      back.clean();
    }
  }

  /**
   * Takes the thing of a key, opening it when nobody has it.
   *
   * @param taker who gives it back, or is forgotten
   */
  public synchronized Lease<T> take(Object taker, K key, Supplier<T> open) {
    Held<T> one = held.computeIfAbsent(key, k -> new Held<>(open.get()));
    one.takers++;
    return new Lease<>(one.thing, FORGOTTEN.register(taker, () -> giveBack(key, one)));
  }

  private void giveBack(K key, Held<T> one) {
    synchronized (this) {
      one.takers--;
      if (one.takers > 0) {
        return;
      }
      held.remove(key);
    }
    one.thing.close();
  }

  /** How many things are open. */
  public synchronized int size() {
    return held.size();
  }
}
