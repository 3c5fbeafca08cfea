// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli;

import picocli.CommandLine.Option;

/** The option that says who does something. */
final class Person {
  @Option(
      names = "--by",
      paramLabel = "NAME",
      defaultValue = "${sys:user.name}",
      converter = GivenText.class,
      description = "Who does it; it is recorded. Default: the user of this machine.")
  private String by = "";

  String name() {
    return by;
  }
}
