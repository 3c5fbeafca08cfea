// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.promote;

import dev.sluice.cli.option.GivenText;
import picocli.CommandLine.Option;

/** The option that names a staged run. */
final class StagedRunOption {
  @Option(
      names = "--run",
      paramLabel = "RUN",
      converter = GivenText.class,
      description = "The staged run, by its id or the number of its manifest. Default: the newest.")
  private String run = "";

  /** Its id or number; empty for the newest. */
  public String name() {
    return run;
  }
}
