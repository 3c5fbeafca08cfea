// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.epochs;

import dev.sluice.plan.epoch.EpochDecision.Verdict;
import picocli.CommandLine.Command;

/** {@code sluice epochs release}. */
@Command(
    name = "release",
    description =
        "Let the next epoch, or the next run, read again what an epoch had read that was held: by"
            + " the spec as it is then. Correct the spec, or the source, first. Who did it and why"
            + " is recorded.",
    footerHeading = "%nExample:%n",
    footer = "  sluice epochs release shop 3fa8d21c --why \"the limit was too low\"")
final class EpochsReleaseCommand extends EpochDeciding {
  @Override
  public Integer call() {
    return decide(Verdict.RELEASE, "The next epoch of the stream reads it again, or `sluice run`.");
  }
}
