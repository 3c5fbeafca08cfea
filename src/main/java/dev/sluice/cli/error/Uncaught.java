// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.error;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.error.Unexpected;
import java.io.PrintWriter;

/**
 * Says what ended a thread that nobody waits for. Without memory the others cannot go on either:
 * the process ends at once, which is safe at any point.
 */
public final class Uncaught implements Thread.UncaughtExceptionHandler {
  private final PrintWriter err;
  private final boolean isDebug;

  private Uncaught(PrintWriter err, boolean isDebug) {
    this.err = err;
    this.isDebug = isDebug;
  }

  public static void install(PrintWriter err, boolean isDebug) {
    Thread.setDefaultUncaughtExceptionHandler(new Uncaught(err, isDebug));
  }

  @Override
  public void uncaughtException(Thread thread, Throwable thrown) {
    PipelineException e = Unexpected.of(thrown);
    if (e.code() == ErrorCode.OUT_OF_MEMORY) {
      err.println("sluice: " + e.code() + ": " + e.getMessage());
      Runtime.getRuntime().halt(ExitStatus.of(e.code()).number());
    }
    if (isDebug) {
      thrown.printStackTrace(err);
    }
  }
}
