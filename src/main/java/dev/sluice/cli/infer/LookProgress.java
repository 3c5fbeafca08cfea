// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.infer;

import dev.sluice.cli.progress.Terminal;
import dev.sluice.report.text.SafeText;
import java.io.PrintWriter;
import java.util.function.LongConsumer;

/** Says how many rows were looked at, on one line of a terminal. */
final class LookProgress implements LongConsumer, AutoCloseable {
  private static final long PAUSE = 250_000_000;

  private final PrintWriter terminal;
  private final boolean isShown;
  private long rows;
  private long shown = System.nanoTime();
  private boolean isDrawn;

  LookProgress(PrintWriter terminal, boolean isWanted) {
    this.terminal = terminal;
    this.isShown = isWanted && Terminal.detect().isLive();
  }

  @Override
  public void accept(long more) {
    rows += more;
    if (isShown && System.nanoTime() - shown > PAUSE) {
      terminal.print("\rlooked at " + SafeText.count(rows, "row") + "\u001b[K");
      terminal.flush();
      isDrawn = true;
      shown = System.nanoTime();
    }
  }

  @Override
  public void close() {
    if (isDrawn) {
      terminal.print("\r\u001b[K");
      terminal.flush();
    }
  }
}
