// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.promote;

import dev.sluice.cli.base.CommandGroup;
import picocli.CommandLine.Command;

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
public final class PromoteCommand extends CommandGroup {}
