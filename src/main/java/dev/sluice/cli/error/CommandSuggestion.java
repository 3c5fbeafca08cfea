// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.error;

import dev.sluice.error.issue.Suggestion;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Finds the command that was meant when a letter is wrong, missing, doubled or swapped. */
final class CommandSuggestion {
  private CommandSuggestion() {}

  /** The command or option that was meant; empty where none is near. */
  static Optional<String> of(ParameterException e) {
    return e instanceof UnmatchedArgumentException unmatched && unmatched.isUnknownOption()
        ? option(unmatched)
        : command(e);
  }

  /** Dashes are alike in all options, and tell nothing of what was meant. */
  private static Optional<String> option(UnmatchedArgumentException e) {
    String typed = bare(e.getUnmatched().get(0).replaceFirst("=.*", ""));
    List<String> shown =
        e.getCommandLine().getCommandSpec().options().stream()
            .filter(option -> !option.hidden())
            .map(option -> bare(option.longestName()))
            .toList();
    return Optional.ofNullable(Suggestion.nearestOf(typed, shown)).map("--"::concat);
  }

  private static String bare(String option) {
    return option.replaceFirst("^-+", "");
  }

  private static Optional<String> command(ParameterException e) {
    CommandLine line = e.getCommandLine();
    if (!(e instanceof UnmatchedArgumentException unmatched)
        || unmatched.getUnmatched().isEmpty()) {
      return Optional.empty();
    }
    String typed = unmatched.getUnmatched().get(0);
    List<String> shown =
        line.getSubcommands().entrySet().stream()
            .filter(each -> !each.getValue().getCommandSpec().usageMessage().hidden())
            .map(each -> each.getKey())
            .toList();
    return Optional.ofNullable(Suggestion.nearestOf(typed, shown))
        .map(name -> line.getCommandSpec().qualifiedName() + " " + name);
  }
}
