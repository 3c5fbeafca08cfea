// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.letters;

import dev.sluice.care.inventory.ProtectedPaths;
import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.cli.error.Stop;
import dev.sluice.cli.option.LetterOptions;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.letters.book.LetterBook;
import dev.sluice.letters.book.LetterFilter;
import dev.sluice.letters.selection.LetterExport;
import dev.sluice.letters.selection.PersonalTables;
import dev.sluice.plan.sources.OpenLetters;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.view.View;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.PipelineSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice deadletters export}. */
@Command(
    name = "export",
    description =
        "Write dead letters of every state to a file, with their reasons and records, for a"
            + " spreadsheet or a program. Records that may hold personal data are left out.",
    footerHeading = "%nExample:%n",
    footer = "  sluice deadletters export shop --to dead.csv")
final class DeadLettersExportCommand extends PipelineCommand {
  @Mixin private LetterOptions letters;

  @Option(
      names = "--to",
      paramLabel = "FILE",
      required = true,
      description = "The new file; its name ends in .csv, .jsonl or .parquet.")
  private Path target;

  @Option(
      names = "--reveal",
      description =
          "Write records that may hold personal data too, and those that are encrypted in the"
              + " clear, which takes the key in SLUICE_LETTER_KEY. Default: leave them out.")
  private boolean isRevealed;

  @Option(names = "--force", description = "Write over a file that is there. Default: refuse.")
  private boolean isForced;

  @Override
  public Integer call() {
    Parsed parsed = parse();
    PipelineSpec spec = spec(parsed);
    LetterFilter filter = letters.filter(spec, Set.of());
    Path file = target.toAbsolutePath().normalize();
    Optional<String> what = ProtectedPaths.of(spec, parsed).what(target);
    if (what.isPresent()) {
      throw Stop.refused(
          "%s %s; an export never writes there, --force or not. Name a file elsewhere."
              .formatted(target, what.get()));
    }
    if (Files.exists(file) && !isForced) {
      throw Stop.refused(target + " is there already. Name a new file, or add --force.");
    }
    LetterExport export =
        new LetterExport(file, isRevealed ? null : PersonalTables.impersonal(spec));
    try (LetterBook book =
        OpenLetters.of(spec, letters.runs(), List.of(export.folder()))
            .orElseThrow(DeadLettersExportCommand::nothing)) {
      long written = export.write(book, filter);
      print(
          new View()
              .value("file", target.toAbsolutePath().normalize().toString())
              .value("letters", written)
              .line("wrote %s to %s".formatted(SafeText.count(written, "dead letter"), target)));
    }
    return ExitStatus.OK.number();
  }

  private static PipelineException nothing() {
    return new PipelineException(
        ErrorCode.UNKNOWN_NAME, "There is no run yet, so no dead letter. `sluice run` makes one.");
  }
}
