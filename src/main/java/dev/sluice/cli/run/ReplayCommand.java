// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.run;

import dev.sluice.cli.option.LetterOptions;
import dev.sluice.letters.book.LetterFilter;
import dev.sluice.letters.book.LetterState;
import dev.sluice.letters.selection.LetterSelection;
import dev.sluice.plan.PlannedRun;
import dev.sluice.plan.RunRequest;
import dev.sluice.report.run.ReplayText;
import dev.sluice.run.PipelineRun;
import dev.sluice.run.runner.Runner;
import dev.sluice.run.settle.UnfinishedStep;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.PipelineSpec;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice replay}. */
@Command(
    name = "replay",
    description =
        "Send open dead letters through the corrected spec again, from their original bytes on, as"
            + " a run of their own: what passes is merged by key, what dies again stays a dead"
            + " letter.",
    footerHeading = "%nExamples:%n",
    footer = {"  sluice replay shop", "  sluice replay shop --table orders --code TYPE_CAST"})
public final class ReplayCommand extends RunningCommand {
  @Mixin private LetterOptions letters;

  @Option(
      names = "--stuck",
      description =
          "Take dead letters too that died again in five replays. Default: only with --letter.")
  private boolean isStuck;

  @Override
  int work() {
    Parsed parsed = parse();
    PipelineSpec spec = begin(spec(parsed));
    LetterFilter filter = letters.filter(spec, Set.of());
    Set<LetterState> states = EnumSet.of(LetterState.OPEN);
    if (isStuck || !filter.letters().isEmpty()) {
      states.add(LetterState.STUCK);
    }
    RunRequest request = RunRequest.replay(spec, digest(parsed), createdAt(), filter.in(states));
    Runner runner = runner(spec);
    tell(PipelineRun.settle(request));
    PlannedRun planned = PipelineRun.plan(request);
    if (planned instanceof PlannedRun.NoLetters none) {
      List<UnfinishedStep> left = PipelineRun.finish(spec);
      print(ReplayText.nothing(none.left()), left);
      return exit(left, "Every run is in the lake");
    }
    PlannedRun.Ready ready = (PlannedRun.Ready) planned;
    LetterSelection taken = java.util.Objects.requireNonNull(ready.letters());
    return execute(runner, ready, manifest -> ReplayText.note(taken, manifest));
  }
}
