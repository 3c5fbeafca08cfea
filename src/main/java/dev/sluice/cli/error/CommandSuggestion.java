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

  static Optional<String> command(ParameterException e) {
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
