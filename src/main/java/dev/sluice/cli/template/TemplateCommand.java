// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.template;

import dev.sluice.cli.base.CommandGroup;
import picocli.CommandLine.Command;

/** {@code sluice template}: its parts do the work. */
@Command(
    name = "template",
    subcommands = {
      TemplateMetadataCommand.class,
      TemplateBuildCommand.class,
      TemplateRunCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    description = "Make and launch the Flex Template, by which Dataflow runs a pipeline.")
public final class TemplateCommand extends CommandGroup {}
