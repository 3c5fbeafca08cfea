// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.run;

import dev.sluice.report.page.Style;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.view.Report;
import dev.sluice.report.view.View;
import dev.sluice.run.PipelineRun.Stopped;
import dev.sluice.run.progress.Doing;
import dev.sluice.run.progress.RunSnapshot;
import dev.sluice.run.progress.TableProgress;
import dev.sluice.run.runner.RemoteJob;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Says what is left of a run that a person stopped, and how to go on.
 *
 * @param command what was typed
 */
record StoppedText(Stopped stopped, RunSnapshot snapshot, String command) implements Report {
  private static final int LABEL = 14;

  /** More names say no more. */
  private static final int NAMED = 8;

  @Override
  public View view() {
    View view = new View().value("outcome", "stopped").value("run_id", stopped.runId());
    RemoteJob job = stopped.job();
    if (job != null) {
      return view.value("job", job.id())
          .line("sluice: stopped waiting; job %s goes on: %s".formatted(job.id(), job.page()))
          .line("  `sluice status` shows the run when it ended; to stop it too, cancel the job.");
    }
    Manifest manifest = stopped.manifest();
    if (manifest != null) {
      return judged(view, manifest);
    }
    if (!stopped.isCertain()) {
      return view.state("sluice: ", Style.BAD, "stopped", " while it was being committed")
          .line("  Whether the commit happened cannot be told: look at `sluice status`.");
    }
    view.state(
        "sluice: ", Style.CARE, "stopped", ": nothing of this run is visible, all is as before");
    left(view);
    return view.title("next").line("  " + command);
  }

  /** It was judged before it was stopped. */
  private View judged(View view, Manifest manifest) {
    boolean isFailed = manifest.outcome() == Outcome.FAILED;
    view.value("committed", isFailed ? null : manifest.number());
    return isFailed
        ? view.state("sluice: ", Style.CARE, "stopped", " after the run failed by its checks")
            .line("  `sluice status` says why.")
        : view.state(
                "sluice: ",
                Style.CARE,
                "stopped",
                " after run %d was committed (%s)"
                    .formatted(
                        manifest.number(),
                        manifest.outcome() == Outcome.PUBLISHED ? "released" : "staged"))
            .line("  What follows a commit and was not done yet, the next command does:")
            .title("next")
            .line("  " + command);
  }

  private void left(View view) {
    List<TableProgress> finished = new ArrayList<>();
    List<TableProgress> begun = new ArrayList<>();
    for (TableProgress each : snapshot.tables()) {
      if (each.doing() == Doing.DONE || stopped.finished().contains(each.name())) {
        finished.add(each);
      } else if (each.doing().isActive()) {
        begun.add(each);
      }
    }
    view.value("finished", finished.stream().map(TableProgress::name).toList());
    view.value("begun", begun.stream().map(TableProgress::name).toList());
    if (!finished.isEmpty()) {
      view.labelled(
          LABEL,
          "finished",
          names(finished) + ": the next run takes it over, unless the spec or the input changes");
    }
    if (!begun.isEmpty()) {
      view.labelled(
          LABEL, "not finished", names(begun) + ": the next run starts it from the beginning");
    }
  }

  private static String names(List<TableProgress> tables) {
    String names =
        tables.stream().limit(NAMED).map(TableProgress::name).collect(Collectors.joining(", "));
    int more = tables.size() - NAMED;
    return more > 0 ? names + " and " + SafeText.number(more) + " more" : names;
  }
}
