// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.base;

import dev.sluice.cli.error.ExitStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command whose parts do the work; alone it shows its help. */
public abstract class CommandGroup implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Override
  public final Integer call() {
    command.commandLine().usage(command.commandLine().getOut());
    return ExitStatus.OK.number();
  }
}
