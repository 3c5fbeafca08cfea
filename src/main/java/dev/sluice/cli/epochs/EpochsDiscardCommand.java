// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.epochs;

import dev.sluice.plan.epoch.EpochDecision.Verdict;
import picocli.CommandLine.Command;

/** {@code sluice epochs discard}. */
@Command(
    name = "discard",
    description =
        "Leave for good what an epoch had read that was held: no run reads it. Who did it and why"
            + " is recorded.",
    footerHeading = "%nExample:%n",
    footer = "  sluice epochs discard shop 3fa8d21c --why \"a load test\"")
final class EpochsDiscardCommand extends EpochDeciding {
  @Override
  public Integer call() {
    return decide(
        Verdict.DISCARD, "No run reads it. A file that changes is another one, and is read.");
  }
}
