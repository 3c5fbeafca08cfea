// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.care;

import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.report.care.CompactText;
import dev.sluice.run.PipelineRun;
import dev.sluice.run.compact.Compaction;
import dev.sluice.run.settle.UnfinishedStep;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.PipelineSpec;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice compact}. */
@Command(
    name = "compact",
    description =
        "Make few files of many small ones, as a stream does by itself: by an entry of the log in"
            + " which every table has the rows it had. What earlier runs show stays until `gc` removes"
            + " them.",
    footerHeading = "%nExample:%n",
    footer = "  sluice compact clicks --dry-run")
public final class CompactCommand extends PipelineCommand {
  @Option(
      names = "--dry-run",
      description = "Say what would be done, and do nothing. Default: do it.")
  private boolean isDryRun;

  @Override
  public Integer call() {
    Parsed parsed = parse();
    PipelineSpec spec = spec(parsed);
    Optional<Compaction> due = Compaction.ofAll(spec, digest(parsed));
    Compaction.Result nothing = new Compaction.Result(null, List.of());
    if (isDryRun) {
      Compaction.Result planned = due.map(Compaction::plan).orElse(nothing);
      print(new CompactText(spec.name(), planned, true).view());
      return ExitStatus.OK.number();
    }
    if (due.isPresent()) {
      List<UnfinishedStep> unused = PipelineRun.finish(spec); // so that it loads no row again
    }
    Compaction.Result done =
        due.map(compaction -> compaction.run(Clock.systemUTC())).orElse(nothing);
    List<UnfinishedStep> left = PipelineRun.finish(spec); // also what a crash left undone
    print(new CompactText(spec.name(), done, false).view(), left);
    return exit(left, "The files are fewer");
  }
}
