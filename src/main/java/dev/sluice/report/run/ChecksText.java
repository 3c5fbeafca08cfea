// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.run;

import dev.sluice.report.page.Style;
import dev.sluice.report.view.Report;
import dev.sluice.report.view.Table;
import dev.sluice.report.view.View;
import dev.sluice.table.Verdict;
import dev.sluice.table.log.Manifest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what the checks of a run found. */
public final class ChecksText implements Report {
  private static final Table<Verdict> VERDICTS =
      Table.<Verdict>atMargin()
          .left("table", Verdict::table)
          .left("check", Verdict::check)
          .left("verdict", ChecksText::word)
          .styled(verdict -> style(verdict))
          .left("observed", Verdict::observed)
          .left("expected", Verdict::expected);

  private final String pipeline;
  private final @Nullable Manifest run;
  private final List<Verdict> verdicts;
  private final @Nullable WarnedQuery query;

  private ChecksText(
      String pipeline,
      @Nullable Manifest run,
      List<Verdict> verdicts,
      @Nullable WarnedQuery query) {
    this.pipeline = pipeline;
    this.run = run;
    this.verdicts = List.copyOf(verdicts);
    this.query = query;
  }

  /** All checks of a run, a line each; null when there is no run yet. */
  public static ChecksText list(String pipeline, @Nullable Manifest run) {
    return new ChecksText(pipeline, run, run == null ? List.of() : run.verdicts(), null);
  }

  /** Some checks of a run, with rows that are against them. */
  public static ChecksText show(WarnedQuery query, @Nullable Manifest run, List<Verdict> verdicts) {
    return new ChecksText(query.spec().name(), run, verdicts, query);
  }

  private static String word(Verdict verdict) {
    return verdict.passed() ? "passed" : verdict.blocks() ? "failed" : "warning";
  }

  private static Style style(Verdict verdict) {
    return verdict.passed() ? Style.GOOD : verdict.blocks() ? Style.BAD : Style.CARE;
  }

  @Override
  public View view() {
    View view =
        new View()
            .value("pipeline", pipeline)
            .value("run", run == null ? null : run.run().id())
            .value("number", run == null ? null : run.number())
            .records("checks", verdicts);
    if (run == null) {
      return view.line(pipeline + ": no runs yet");
    }
    String number = run.number() == 0 ? "failed run" : "run " + run.number();
    long passed = verdicts.stream().filter(Verdict::passed).count();
    if (query == null) {
      view.table(verdicts, VERDICTS).line("");
      return view.line(
          "%s: %s, made for %s; %d of %d passed"
              .formatted(pipeline, number, run.run().createdAt(), passed, verdicts.size()));
    }
    if (verdicts.isEmpty()) {
      return view.line("%s: every check of %s passed".formatted(pipeline, number));
    }
    verdicts.forEach(verdict -> one(view, verdict, query));
    return view.line("%s: %s, made for %s".formatted(pipeline, number, run.run().createdAt()));
  }

  private static void one(View view, Verdict verdict, WarnedQuery query) {
    view.state(verdict.table() + ": " + verdict.check() + " ", style(verdict), word(verdict), "");
    view.labelled(RunReport.LABEL, "observed", verdict.observed());
    view.labelled(RunReport.LABEL, "expected", verdict.expected());
    if (!verdict.rows().isEmpty()) {
      view.line("  rows against it");
      VerdictRows.add(view, verdict);
    }
    query.of(verdict).ifPresent(command -> view.line("  all of them").line("    " + command));
    view.line("");
  }
}
