// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.progress;

import dev.sluice.run.progress.RunSnapshot;
import java.time.Duration;

/** Says how far a run is; called by one thread, again and again. */
interface ProgressText {
  /** What to print now; empty when there is nothing new to say. */
  String next(RunSnapshot now, Duration elapsed, boolean isLast);
}
