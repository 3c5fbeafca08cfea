// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.letters;

import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.cli.option.LetterOptions;
import dev.sluice.error.Plural;
import dev.sluice.letters.book.LetterBook;
import dev.sluice.letters.book.LetterFilter;
import dev.sluice.letters.book.LetterState;
import dev.sluice.plan.sources.LetterLines;
import dev.sluice.plan.sources.OpenLetters;
import dev.sluice.report.letters.CorrectedSource;
import dev.sluice.report.letters.LettersText;
import dev.sluice.report.text.CommandName;
import dev.sluice.report.view.View;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.table.LakeTables;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice deadletters list}. */
@Command(
    name = "list",
    description =
        "List the dead letters: how many died of what, and each with its place and its reasons."
            + " Personal values are shown as tokens.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice deadletters list shop",
      "  sluice deadletters list shop --table orders --code TYPE_CAST"
    })
final class DeadLettersListCommand extends PipelineCommand {
  @Mixin private LetterOptions letters;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description =
          "open, stuck, resolved, superseded, discarded or unpublished. Repeatable. Default: open,"
              + " stuck and unpublished.")
  private Set<LetterState> states = Set.of();

  @Option(names = "--all", description = "Letters of every state. Default: those not yet closed.")
  private boolean isAll;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "Show at most N letters; 0 for all of them. Default: 20.")
  private long limit;

  @Override
  public Integer call() {
    PipelineSpec spec = spec();
    LetterFilter filter = letters.filter(spec, states());
    Optional<LetterBook> open = OpenLetters.of(spec, letters.runs(), List.of());
    if (open.isEmpty()) {
      LettersText none = LettersText.none(folder());
      print(failed(spec, none.view()));
      return ExitStatus.OK.number();
    }
    try (LetterBook book = open.get()) {
      long most = limit == 0 ? Long.MAX_VALUE : limit;
      LettersText text =
          new LettersText(
              book.groups(filter),
              book.count(filter),
              LetterLines.of(spec, book, book.letters(filter, most)),
              folder(),
              spec.models().stream().map(ModelSpec::name).collect(Collectors.toSet()),
              CorrectedSource.of(spec));
      View view = text.of(letters.runs()).view();
      print(book.count(filter) == 0 ? failed(spec, view) : view);
    }
    return ExitStatus.OK.number();
  }

  /** Letters of a run that failed are its own: nothing else says that there are any. */
  private View failed(PipelineSpec spec, View view) {
    if (!letters.runs().isEmpty()) {
      return view;
    }
    String newest =
        ManifestStore.latest(spec.lake()).map(head -> head.manifest().run().startedAt()).orElse("");
    ManifestStore.failed(spec.lake()).stream()
        .filter(run -> run.run().startedAt().compareTo(newest) > 0)
        .findFirst()
        .ifPresent(run -> failed(run, view));
    return view;
  }

  private void failed(Manifest run, View view) {
    long count =
        run.table(LakeTables.DEAD_LETTERS).map(table -> table.counts().published()).orElse(0L);
    if (count > 0) {
      String id = run.run().id();
      view.line("the run %s, which failed, has %s:".formatted(id, Plural.of(count, "dead letter")));
      view.line("  sluice deadletters list%s --run %s".formatted(CommandName.folder(folder()), id));
    }
  }

  private Set<LetterState> states() {
    if (isAll) {
      return Set.of();
    }
    return states.isEmpty()
        ? Set.of(LetterState.OPEN, LetterState.STUCK, LetterState.UNPUBLISHED)
        : states;
  }
}
