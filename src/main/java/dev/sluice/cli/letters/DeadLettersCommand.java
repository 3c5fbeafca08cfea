// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.letters;

import dev.sluice.cli.base.CommandGroup;
import picocli.CommandLine.Command;

/** {@code sluice deadletters}: its parts do the work. */
@Command(
    name = "deadletters",
    subcommands = {
      DeadLettersListCommand.class,
      DeadLettersShowCommand.class,
      DeadLettersExportCommand.class,
      DeadLettersDiscardCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    description = "Look at the rows that died, and at what became of them.")
public final class DeadLettersCommand extends CommandGroup {}
