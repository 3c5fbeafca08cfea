// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.run;

/** Says its last words when the process is told to end, by Ctrl-C or by the system. */
final class Interruption implements AutoCloseable {
  private final Thread hook;

  private Interruption(Thread hook) {
    this.hook = hook;
  }

  /** Watches until it is closed. */
  static Interruption watch(Runnable lastWords) {
    Thread hook = new Thread(lastWords, "last words");
    Runtime.getRuntime().addShutdownHook(hook);
    return new Interruption(hook);
  }

  /** When the process ends already, that thread goes on to its end, and this one with it. */
  @Override
  public void close() {
    try {
      boolean unused = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      try {
        hook.join();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
