// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli;

import dev.sluice.cli.error.ExitStatus;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice completion}: a script that a shell asks alone, so that it answers at once. */
@Command(
    name = "completion",
    description =
        "Print the script by which a shell completes commands, options and folders when you press"
            + " Tab. install.sh puts it where bash and zsh look.",
    footerHeading = "%nFor this shell only:%n",
    footer = {
      "  source <(${ROOT-COMMAND-NAME} completion bash)",
      "  source <(${ROOT-COMMAND-NAME} completion zsh)"
    })
final class CompletionCommand implements Callable<Integer> {
  private static final String NAME = "sluice";

  /** When zsh finds the script by its name, it has to answer the question that led to it. */
  private static final String ZSH_BEFORE =
      """
      #compdef sluice
      autoload -Uz compinit bashcompinit
      (( $+functions[compdef] )) || compinit
      (( $+functions[complete] )) || bashcompinit
      """;

  private static final String ZSH_AFTER =
      """
      if [ "$funcstack[1]" = "_sluice" ]; then
        _bash_complete -o default -F _complete_sluice
      fi
      """;

  /** What the generator says of itself, up to the first line that does something. */
  private static final Pattern GENERATED = Pattern.compile("\\A#!.*\\n(#.*\\n)*");

  /** What a reader of the script wants to know. */
  private static final String HEADER =
      """
      #!/usr/bin/env bash
      # Completes commands, options and folders of `sluice` in bash; made by `sluice completion`, with picocli %s.
      # install.sh puts it where bash and zsh look. For one shell only: source <(sluice completion bash)
      # [3] https://www.gnu.org/software/bash/manual/html_node/The-Shopt-Builtin.html
      # [4] https://zsh.sourceforge.io/Doc/Release/Options.html#index-COMPLETE_005fALIASES
      # [7] https://stackoverflow.com/questions/3249432/can-a-bash-tab-completion-script-be-used-in-zsh/27853970#27853970
      """;

  /** Shells with a script. */
  enum Shell {
    BASH,
    ZSH
  }

  @Spec private CommandSpec command;

  @Parameters(
      paramLabel = "SHELL",
      defaultValue = "bash",
      description = "bash or zsh. Default: bash.")
  private Shell shell = Shell.BASH;

  @Override
  public Integer call() {
    String generated = AutoComplete.bash(NAME, command.root().commandLine());
    String header = HEADER.formatted(CommandLine.VERSION);
    String script = GENERATED.matcher(generated).replaceFirst(Matcher.quoteReplacement(header));
    command
        .commandLine()
        .getOut()
        .print(shell == Shell.ZSH ? ZSH_BEFORE + script + ZSH_AFTER : script);
    return ExitStatus.OK.number();
  }
}
