// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.care;

import dev.sluice.care.leftover.Leftovers;
import dev.sluice.care.leftover.SweepResult;
import dev.sluice.care.leftover.SweepResult.Kept;
import dev.sluice.care.leftover.SweepResult.Runs;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.text.SpecWords;
import dev.sluice.report.view.Report;
import dev.sluice.report.view.Table;
import dev.sluice.report.view.View;
import dev.sluice.spec.unit.Spans;
import java.util.Set;

/** Says what clearing up a lake removed, and what it kept and why. */
public final class SweepText implements Report {
  private final SweepResult sweep;

  public SweepText(SweepResult sweep) {
    this.sweep = sweep;
  }

  @Override
  public View view() {
    View view =
        new View()
            .value("lake", sweep.lake())
            .value("dry_run", sweep.isDryRun())
            .value("older_than", Spans.spell(sweep.olderThan()))
            .value("runs", SpecWords.fields(sweep.runs(), Set.of()))
            .records("removed", sweep.removed())
            .value("folders", sweep.folders())
            .records("kept", sweep.kept());
    removed(view);
    runs(view);
    if (!sweep.kept().isEmpty()) {
      view.line("kept")
          .table(
              sweep.kept(),
              Table.<Kept>indented()
                  .left("because", each -> why(each.reason()))
                  .number("files", Kept::files)
                  .number("bytes", Kept::bytes));
    }
    LeftoversText.foreign(view, sweep.foreign());
    return view;
  }

  private void runs(View view) {
    Runs runs = sweep.runs();
    if (runs.gone() + runs.failed() > 0) {
      view.line(
          "runs: %s not kept any more, %s failed; those from %s on stay%s"
              .formatted(
                  SafeText.number(runs.gone()),
                  SafeText.number(runs.failed()),
                  SafeText.number(runs.first()),
                  runs.single().isEmpty()
                      ? ""
                      : ", and "
                          + String.join(
                              ", ", runs.single().stream().map(SafeText::number).toList())));
    }
  }

  private void removed(View view) {
    long files = sweep.removed().stream().mapToLong(each -> each.files().size()).sum();
    long bytes = sweep.removed().stream().mapToLong(Leftovers::bytes).sum();
    view.line(
        "lake %s: %s%s, %s and %s"
            .formatted(
                sweep.lake(),
                sweep.isDryRun() ? "would remove " : "removed ",
                SafeText.count(files, "file"),
                SafeText.count(bytes, "byte"),
                SafeText.count(sweep.folders(), "empty folder")));
    if (files > 0) {
      view.table(sweep.removed(), LeftoversText.TABLE);
    }
  }

  private String why(SweepResult.Reason reason) {
    return switch (reason) {
      case DOCUMENT -> "documents of the lake";
      case NAMED -> "a document names them";
      case UNKNOWN_COMMIT -> "the outcome of their commit is unknown";
      case UNDER_WAY -> "a run is under way";
      case RELEASABLE -> "the newest release is not shown yet";
      case YOUNG -> "younger than " + Spans.spell(sweep.olderThan());
    };
  }
}
