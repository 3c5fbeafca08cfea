// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.epochs;

import dev.sluice.cli.base.CommandGroup;
import picocli.CommandLine.Command;

/** {@code sluice epochs}: its parts do the work. */
@Command(
    name = "epochs",
    subcommands = {EpochsListCommand.class, EpochsReleaseCommand.class, EpochsDiscardCommand.class},
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    description =
        "Look at the epochs of a stream that were held back, and decide what becomes of what they"
            + " had read.")
public final class EpochsCommand extends CommandGroup {}
