// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli;

import dev.sluice.lake.letters.LetterFilter;
import dev.sluice.lake.letters.LetterSelection;
import dev.sluice.lake.letters.LetterState;
import dev.sluice.pipeline.PipelineRun;
import dev.sluice.pipeline.Planned;
import dev.sluice.pipeline.RunRequest;
import dev.sluice.pipeline.Runner;
import dev.sluice.run.ReplayText;
import dev.sluice.run.Unfinished;
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
            + " a run of their own: what passes is merged by key, what dies again stays a letter.")
final class ReplayCommand extends RunningCommand {
  @Mixin private LetterOptions letters;

  @Option(
      names = "--severe",
      description =
          "Take letters too that died again in five replays. Default: only with --letter.")
  private boolean isSevere;

  @Override
  public Integer call() {
    Parsed parsed = parse();
    PipelineSpec spec = spec(parsed);
    LetterFilter filter = letters.filter(spec, Set.of());
    Set<LetterState> states = EnumSet.of(LetterState.OPEN);
    if (isSevere || !filter.letters().isEmpty()) {
      states.add(LetterState.SEVERE);
    }
    RunRequest request = RunRequest.replay(spec, parsed.digest(), createdAt(), filter.in(states));
    Runner runner = runner(spec);
    tell(PipelineRun.settle(request));
    Planned planned = PipelineRun.plan(request);
    if (planned instanceof Planned.NoLetters none) {
      List<Unfinished> left = PipelineRun.finish(spec);
      print(ReplayText.nothing(none.left()), () -> ReplayText.nothingTree(none.left()), left);
      return exit(left, "Every run is in the lake");
    }
    Planned.Ready ready = (Planned.Ready) planned;
    LetterSelection taken = java.util.Objects.requireNonNull(ready.letters());
    return execute(runner, ready, manifest -> ReplayText.note(taken, manifest));
  }
}
