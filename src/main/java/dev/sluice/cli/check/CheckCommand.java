// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.check;

import dev.sluice.cli.base.CommandGroup;
import picocli.CommandLine.Command;

/** {@code sluice check}: its parts do the work. */
@Command(
    name = "check",
    subcommands = {CheckListCommand.class, CheckShowCommand.class},
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    description = "Look at what the checks of a run found, and at rows that are against them.")
public final class CheckCommand extends CommandGroup {}
