// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.option;

import picocli.CommandLine.Option;

/** The option that says who does something. */
public final class PersonOption {
  @Option(
      names = "--by",
      paramLabel = "NAME",
      defaultValue = "${sys:user.name}",
      converter = GivenText.class,
      description = "Who does it; it is recorded. Default: the user of this machine.")
  private String by = "";

  public String name() {
    return by;
  }
}
