// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.letters;

import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.cli.option.LetterOptions;
import dev.sluice.cli.option.PersonOption;
import dev.sluice.cli.option.ReasonOption;
import dev.sluice.letters.book.LetterBook;
import dev.sluice.letters.book.LetterFilter;
import dev.sluice.letters.book.LetterState;
import dev.sluice.letters.discard.Discards;
import dev.sluice.plan.sources.OpenLetters;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.view.View;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.table.log.LakeHead;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice deadletters discard}. */
@Command(
    name = "discard",
    description =
        "Give open dead letters up: they stay in the lake, and no replay takes them. Who did it and"
            + " why is recorded.",
    footerHeading = "%nExample:%n",
    footer = "  sluice deadletters discard shop --letter 177204302004 --why \"a test order\"")
final class DeadLettersDiscardCommand extends PipelineCommand {
  @Mixin private LetterOptions letters;

  @Option(names = "--all", description = "Every open letter. Default: those that are chosen.")
  private boolean isAll;

  @Mixin private ReasonOption reason;

  @Mixin private PersonOption person;

  @Override
  public Integer call() {
    PipelineSpec spec = spec();
    LetterFilter filter = letters.filter(spec, Set.of(LetterState.OPEN, LetterState.STUCK));
    if (filter.isOpen() && !isAll) {
      throw wrong("Which letters? Choose some, such as --rule, or say --all.");
    }
    LakeHead.require(spec);
    Optional<LetterBook> open = OpenLetters.of(spec, List.of(), List.of());
    List<String> ids = List.of();
    if (open.isPresent()) {
      try (LetterBook book = open.get()) {
        ids = book.ids(filter);
      }
    }
    int done =
        Discards.of(spec.lake()).add(ids, reason.text(), person.name(), Instant.now().toString());
    print(
        new View()
            .value("discarded", done)
            .line(
                done == 0
                    ? "no open dead letter matches; nothing was discarded"
                    : "discarded " + SafeText.count(done, "dead letter")));
    return ExitStatus.OK.number();
  }
}
