// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.base;

import dev.sluice.plugin.Plugins;
import dev.sluice.report.text.CommandName;
import dev.sluice.spec.parse.choice.Choices;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which of a spec's targets is meant, and what its variables are. */
public final class ChoiceOptions {
  @Option(
      names = "--target",
      paramLabel = "NAME",
      description =
          "Which of the spec's targets to take: its lake, warehouse and variables. Default:"
              + " SLUICE_TARGET, or the spec's default_target.")
  private @Nullable String target;

  @Option(
      names = "--var",
      paramLabel = "NAME=VALUE",
      description =
          "Set a variable of the spec; may be given several times. Default: what the target, vars"
              + " or the environment say.")
  private Map<String, String> variables = new LinkedHashMap<>();

  @Option(
      names = "--plugin",
      paramLabel = "JAR",
      split = ",",
      defaultValue = "${env:SLUICE_PLUGIN}",
      description =
          "A JAR with rule kinds of your own; may be given several times. Default: SLUICE_PLUGIN,"
              + " with commas between several.")
  private List<Path> plugins = new ArrayList<>();

  /** What is chosen by these options and the environment. */
  public Choices choices() {
    return choices(Map.of(), null);
  }

  /**
   * The same with other values of some variables.
   *
   * @param deferred the target whose tables are read where this one has none
   */
  Choices choices(Map<String, String> others, @Nullable String deferred) {
    Plugins.load(plugins);
    CommandName.target(target);
    Map<String, String> all = new LinkedHashMap<>(variables);
    all.putAll(others);
    return new Choices(all, target, deferred, System::getenv);
  }
}
