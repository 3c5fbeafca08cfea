// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.progress;

import dev.sluice.cli.output.Terminal;
import dev.sluice.run.progress.RunSnapshot;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.function.Supplier;

/** Shows how far a run is until it is closed; never disturbs the run. */
public final class ProgressView implements AutoCloseable {
  private static final long LIVE_MILLIS = 100;
  private static final long PLAIN_MILLIS = 250;

  private final ProgressText text;
  private final PrintWriter err;
  private final long period;
  private final long start = System.nanoTime();
  private volatile boolean isClosed;
  private volatile Thread thread = new Thread();

  private ProgressView(ProgressText text, PrintWriter err, long period) {
    this.text = text;
    this.err = err;
    this.period = period;
  }

  public static ProgressView on(Terminal terminal, PrintWriter err) {
    return terminal.isLive()
        ? new ProgressView(new LiveProgress(terminal), err, LIVE_MILLIS)
        : new ProgressView(new PlainProgress(), err, PLAIN_MILLIS);
  }

  public static ProgressView none() {
    return new ProgressView((now, elapsed, last) -> "", new PrintWriter(Writer.nullWriter()), 1000);
  }

  /** Asks again and again until {@link #close}. */
  public void follow(Supplier<RunSnapshot> progress) {
    thread = new Thread(() -> loop(progress), "progress");
    thread.setDaemon(true);
    thread.start();
  }

  private void loop(Supplier<RunSnapshot> progress) {
    boolean isLast;
    do {
      isLast = isClosed;
      err.print(text.next(progress.get(), Duration.ofNanos(System.nanoTime() - start), isLast));
      err.flush();
      pause();
    } while (!isLast);
  }

  private void pause() {
    synchronized (text) {
      if (!isClosed) {
        try {
          text.wait(period);
        } catch (InterruptedException e) {
          isClosed = true;
        }
      }
    }
  }

  @Override
  public void close() {
    synchronized (text) {
      isClosed = true;
      text.notifyAll();
    }
    try {
      thread.join(1000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
