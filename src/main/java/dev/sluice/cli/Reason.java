// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli;

import picocli.CommandLine.Option;

/** The option that says why something is done. */
final class Reason {
  @Option(
      names = "--why",
      paramLabel = "TEXT",
      required = true,
      converter = GivenText.class,
      description = "The reason, for those who come after; it is recorded.")
  private String why = "";

  String text() {
    return why;
  }
}
