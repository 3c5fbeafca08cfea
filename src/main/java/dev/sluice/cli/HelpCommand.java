// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli;

import dev.sluice.cli.error.ExitStatus;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code sluice help COMMAND}, which is {@code sluice COMMAND --help}. */
@Command(
    name = "help",
    description = "Show what a command does and takes.",
    footerHeading = "%nExamples:%n",
    footer = {"  ${ROOT-COMMAND-NAME} help run", "  ${ROOT-COMMAND-NAME} help promote plan"})
final class HelpCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Parameters(
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "The command. Default: all of them, in short.")
  private List<String> names = List.of();

  @Override
  public Integer call() {
    CommandLine line = command.root().commandLine();
    for (String name : names) {
      CommandLine next = line.getSubcommands().get(name);
      if (next == null) {
        throw new UnmatchedArgumentException(line, List.of(name));
      }
      line = next;
    }
    line.usage(command.commandLine().getOut());
    return ExitStatus.OK.number();
  }
}
