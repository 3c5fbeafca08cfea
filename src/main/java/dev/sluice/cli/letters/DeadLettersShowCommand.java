// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.letters;

import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.cli.option.GivenText;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.letters.book.DeadLetter;
import dev.sluice.letters.book.LetterBook;
import dev.sluice.letters.book.LetterFilter;
import dev.sluice.letters.selection.PersonalTables;
import dev.sluice.plan.sources.LetterLines;
import dev.sluice.plan.sources.OpenLetters;
import dev.sluice.report.letters.LetterText;
import dev.sluice.spec.PipelineSpec;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice deadletters show}. */
@Command(
    name = "show",
    description =
        "Show one dead letter: its place, all its reasons, what became of it, and its record."
            + " Personal values are shown as tokens.",
    footerHeading = "%nExample:%n",
    footer = "  sluice deadletters show shop --letter 177204302004")
final class DeadLettersShowCommand extends PipelineCommand {
  @Option(
      names = "--letter",
      paramLabel = "ID",
      required = true,
      converter = GivenText.class,
      description = "The letter, by its id or the beginning of it.")
  private String letter;

  @Option(
      names = "--run",
      paramLabel = "RUN",
      converter = GivenText.class,
      description = "The id of a run that failed, to show a dead letter of it. Default: none.")
  private List<String> runs = List.of();

  @Option(
      names = "--reveal",
      description =
          "Show the record also where its table has personal columns, or where it is encrypted,"
              + " which takes the key in SLUICE_LETTER_KEY. Default: hide it.")
  private boolean isRevealed;

  @Override
  public Integer call() {
    PipelineSpec spec = spec();
    LetterFilter filter =
        new LetterFilter(
            List.of(letter), List.of(), List.of(), List.of(), List.of(), "", java.util.Set.of());
    try (LetterBook book =
        OpenLetters.of(spec, runs, List.of()).orElseThrow(() -> absent("none yet"))) {
      List<DeadLetter> found = book.letters(filter, 2);
      if (found.size() != 1) {
        throw absent(found.isEmpty() ? "none that begins so" : "more than one that begins so");
      }
      DeadLetter one = LetterLines.of(spec, book, found).get(0);
      LetterText text =
          new LetterText(
              one, book.stored(one.id()), PersonalTables.has(spec, one.table()), isRevealed);
      print(text.view());
    }
    return ExitStatus.OK.number();
  }

  private PipelineException absent(String what) {
    return new PipelineException(
        ErrorCode.UNKNOWN_NAME,
        "--letter %s: there is %s. `sluice deadletters list --all` shows their ids."
            .formatted(letter, what));
  }
}
