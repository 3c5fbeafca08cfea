// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.run;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.run.runner.Runner;
import dev.sluice.spec.PipelineSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** Where a command runs its pipeline. */
final class RunnerOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--runner",
      paramLabel = "NAME",
      description =
          "Beam's runner: DirectRunner (this machine), DataflowRunner (workers on Google Cloud) or,"
              + " where Sluice was built with it, FlinkRunner (a cluster of Apache Flink)."
              + " Any of its options may follow, each as --name=value, such as --project=P"
              + " --region=R. Default: DirectRunner.")
  private @Nullable String runner;

  @Option(
      names = "--no-wait",
      description =
          "With DataflowRunner: return as soon as the job is taken, and print its id. Default:"
              + " wait for its end, and report it.")
  private boolean isDetached;

  /**
   * The runner that was asked for, once it is known that it can run a pipeline.
   *
   * @param others the arguments that the command itself does not know
   */
  Runner choose(PipelineSpec spec, List<String> others) {
    if (others.stream().anyMatch(each -> !each.startsWith("--"))) {
      throw new UnmatchedArgumentException(command.commandLine(), others);
    }
    List<String> arguments = new ArrayList<>();
    if (runner != null) {
      arguments.add("--runner=" + runner);
    }
    arguments.addAll(others);
    try {
      Runner chosen = Runner.of(arguments, command.optionsMap().keySet());
      if (isDetached && !chosen.isDetachable()) {
        throw new PipelineException(
            ErrorCode.INVALID_VALUE,
            "--no-wait needs a runner whose jobs go on by themselves: add --runner=DataflowRunner");
      }
      chosen.require(spec);
      return chosen;
    } catch (PipelineException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  boolean isDetached() {
    return isDetached;
  }
}
