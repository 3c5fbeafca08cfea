// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.option;

import picocli.CommandLine.Option;

/** The option that says why something is done. */
public final class ReasonOption {
  @Option(
      names = "--why",
      paramLabel = "TEXT",
      required = true,
      converter = GivenText.class,
      description = "The reason, for those who come after; it is recorded.")
  private String why = "";

  public String text() {
    return why;
  }
}
