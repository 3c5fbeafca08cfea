// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice promote}: its parts do the work. */
@Command(
    name = "promote",
    subcommands = {
      PromotePlanCommand.class,
      PromoteApproveCommand.class,
      PromoteApplyCommand.class,
      PromoteRejectCommand.class,
      PromoteRollbackCommand.class,
      PromoteReleasesCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    description = "Bring a staged run to production after a person approved it, or go back.")
final class PromoteCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  @Override
  public Integer call() {
    command.commandLine().usage(command.commandLine().getOut());
    return ExitStatus.OK.number();
  }
}
