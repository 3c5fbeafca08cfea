// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.infer;

import dev.sluice.cli.base.Session;
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

  LookProgress(Session session) {
    this.terminal = session.drawing();
    this.isShown = !session.isJson() && session.terminal().isLive();
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
