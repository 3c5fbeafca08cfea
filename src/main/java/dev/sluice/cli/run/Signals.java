// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.run;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Asks the process to end at its own time when a person or the system tells it to: by Ctrl-C,
 * SIGTERM, or a terminal that is closed. The second time it ends at once.
 *
 * <p>Java has shutdown hooks for this, but while they run others clear away what the process still
 * works with. Its way to listen to a signal itself is a class that only reflection may name.
 */
final class Signals {
  /** Each with its number: shells give a process that it ended 128 more. */
  private static final Map<String, Integer> ENDING = Map.of("HUP", 1, "INT", 2, "TERM", 15);

  private Signals() {}

  /** Where the system has no such signals, it ends at once as ever. */
  static void onFirst(Runnable ending) {
    AtomicBoolean isTold = new AtomicBoolean();
    ENDING.forEach((name, number) -> listen(name, number, isTold, ending));
  }

  private static void listen(String name, int number, AtomicBoolean isTold, Runnable ending) {
    try {
      handle(
          name,
          (proxy, method, arguments) -> {
            if (method.getDeclaringClass() == Object.class) {
              return method.getName().equals("equals") ? proxy == arguments[0] : name.hashCode();
            }
            if (isTold.compareAndSet(false, true)) {
              ending.run();
            } else {
              System.exit(128 + number);
            }
            return null;
          });
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      // A virtual machine that was told to leave signals alone, or a system without this one.
    }
  }

  private static void handle(String name, InvocationHandler handler)
      throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> listener = Class.forName("sun.misc.SignalHandler");
    Object proxy =
        Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {listener}, handler);
    Object unused =
        signal
            .getMethod("handle", signal, listener)
            .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
  }
}
