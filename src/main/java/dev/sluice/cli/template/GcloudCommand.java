// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.template;

import dev.sluice.cli.base.Session;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.launch.Gcloud;
import dev.sluice.report.text.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the commands that speak through {@code gcloud} share. */
abstract class GcloudCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Option(
      names = "--execute",
      description = "Run the command of gcloud. Default: print it, and run nothing.")
  private boolean isExecuted;

  @Option(
      names = "--gcloud",
      paramLabel = "OPTION",
      description =
          "A further option for gcloud, such as --gcloud=--project=P; may stand several times."
              + " Default: none.")
  private List<String> more = new ArrayList<>();

  /** The command of gcloud. */
  abstract Gcloud gcloud();

  @Override
  public final Integer call() {
    Gcloud gcloud = gcloud();
    if (isExecuted) {
      return gcloud.execute() == 0 ? ExitStatus.OK.number() : ExitStatus.FAILED.number();
    }
    boolean isJson = ((Session) command.root().userObject()).isJson();
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("command", gcloud.arguments());
    command.commandLine().getOut().print(isJson ? Json.write(tree) + "\n" : gcloud.shell());
    return ExitStatus.OK.number();
  }

  final List<String> more() {
    return more;
  }

  final ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
