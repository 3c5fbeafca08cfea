// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.run.page;

import dev.sluice.report.html.HtmlText;
import dev.sluice.report.run.ResultPlaces;
import dev.sluice.report.run.RunReport;
import dev.sluice.report.text.CommandName;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.text.SpecWords;
import dev.sluice.run.settle.UnfinishedStep;
import dev.sluice.table.RowCounts;
import dev.sluice.table.TableState;
import dev.sluice.table.Verdict;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Inputs;
import dev.sluice.table.log.Manifest.Outcome;
import java.util.List;

/** What became of the run, why, and what to do next. */
final class HeadPart {
  private final RunReport report;
  private static final String BEGIN = "<header>";
  private static final String END = "</header>\n";

  private final String folder;
  private final Manifest run;

  /**
   * @param folder the pipeline's
   */
  HeadPart(RunReport report, String folder) {
    this.report = report;
    this.folder = folder;
    this.run = report.manifest();
  }

  /** A page with this head in the place of its own; the same page where it has none. */
  String in(String page) {
    int from = page.indexOf(BEGIN);
    int to = page.indexOf(END, Math.max(from, 0));
    if (from < 0 || to < 0) {
      return page;
    }
    HtmlText head = new HtmlText();
    write(head);
    return page.substring(0, from) + head + page.substring(to + END.length());
  }

  void write(HtmlText html) {
    boolean isFailed = run.outcome() == Outcome.FAILED;
    html.raw(BEGIN + "<div class=\"title\"><h1>").brief(run.pipeline(), 100);
    html.raw(" <small>" + (isFailed ? "run " : "run " + run.number()))
        .text(isFailed ? run.run().id() : "")
        .raw("</small></h1>");
    String state = report.state();
    Mark.standing(html, state);
    html.raw("</div>\n<p class=\"lead\">").text(sentence()).raw("</p>\n");
    if (!report.remark().isEmpty()) {
      html.raw("<p class=\"hint\">").text(CommandName.in(report.remark())).raw("</p>\n");
    }
    why(html);
    next(html);
    facts(html);
    html.raw(END);
  }

  private String sentence() {
    String took = RunReport.took(run).map(span -> " in " + SafeText.seconds(span)).orElse("");
    String what =
        switch (run.outcome()) {
          case PUBLISHED -> "Released" + took + since() + ".";
          case STAGED -> "Staged" + took + since() + ".";
          case FAILED -> "Failed" + took + "; nothing of it is visible.";
        };
    if (run.tables().isEmpty()) {
      return what;
    }
    RowCounts rows =
        run.tables().stream()
            .filter(table -> table.kind() == TableState.Kind.TYPED)
            .map(TableState::counts)
            .reduce(RowCounts.ZERO, RowCounts::plus);
    long lost =
        run.tables().stream()
            .filter(table -> table.kind() == TableState.Kind.MODEL)
            .mapToLong(table -> table.counts().dead())
            .sum();
    long passed = run.verdicts().stream().filter(Verdict::passed).count();
    String checks =
        run.verdicts().isEmpty()
            ? ""
            : " %s of %s passed."
                .formatted(SafeText.number(passed), SafeText.count(run.verdicts().size(), "check"));
    return "%s %s read, %s kept, %s dead%s.%s"
        .formatted(
            what,
            SafeText.count(rows.read(), "row"),
            SafeText.number(rows.published()),
            SafeText.number(rows.dead()),
            lost == 0 ? "" : ", and %s dead in models".formatted(SafeText.number(lost)),
            checks);
  }

  /** What became of it since. */
  private String since() {
    return switch (report.state()) {
      case "staged", "approved" -> "; production does not change until it is released";
      case "expired" -> "; nobody approved it in time, and production did not change";
      case "rejected" -> "; it was rejected";
      case "rolled_back" -> "; production went back to an earlier run since";
      case "replaced" -> "; production shows a newer run by now";
      default -> run.outcome() == Outcome.STAGED ? "; it is released" : "";
    };
  }

  private void why(HtmlText html) {
    List<Verdict> blocking = run.verdicts().stream().filter(Verdict::blocks).toList();
    if (!run.run().reason().isEmpty() && blocking.isEmpty()) {
      html.raw("<div class=\"why\"><p>").brief(run.run().reason(), 2000).raw("</p></div>\n");
    }
    if (!blocking.isEmpty()) {
      html.raw("<div class=\"why\">");
      blocking.stream().limit(5).forEach(each -> html.add(said(each)));
      if (blocking.size() > 5) {
        html.raw("<p class=\"rest\">… and ")
            .text(SafeText.number(blocking.size() - 5))
            .raw(" more</p>");
      }
      html.raw("</div>\n");
    }
    for (UnfinishedStep step : report.unfinished()) {
      html.raw("<div class=\"why care\"><p>")
          .brief(CommandName.in(step.sentence("The run is committed")), 1000)
          .raw("</p></div>\n");
    }
  }

  private static HtmlText said(Verdict verdict) {
    return new HtmlText()
        .raw("<p><b>")
        .brief(verdict.table(), 100)
        .raw("</b>: <code>")
        .brief(verdict.check(), 200)
        .raw("</code> is ")
        .brief(verdict.observed(), 200)
        .raw(", expected ")
        .brief(verdict.expected(), 200)
        .raw("</p>");
  }

  private void next(HtmlText html) {
    List<String> steps = report.nextSteps();
    if (steps.isEmpty()) {
      return;
    }
    html.raw("<details class=\"next\"" + (isCalm() ? "" : " open") + "><summary>Next</summary>\n");
    StringBuilder sentence = new StringBuilder();
    for (String step : steps) {
      if (step.startsWith(" ")) {
        said(html, sentence);
        html.raw("<div class=\"command\"><pre>")
            .brief(CommandName.in(step).strip(), 1000)
            .raw("</pre></div>\n");
      } else {
        sentence.append(sentence.isEmpty() ? "" : " ").append(step);
      }
    }
    said(html, sentence);
    html.raw("</details>\n");
  }

  private static void said(HtmlText html, StringBuilder sentence) {
    html.raw(sentence.isEmpty() ? "" : "<p>").brief(sentence.toString(), 1000);
    html.raw(sentence.isEmpty() ? "" : "</p>\n");
    sentence.setLength(0);
  }

  /** Nobody has to do anything. */
  private boolean isCalm() {
    return report.state().equals("released")
        && run.verdicts().stream().allMatch(Verdict::passed)
        && run.tables().stream().allMatch(table -> table.counts().dead() == 0);
  }

  /** Nobody asks for more of a clock on a wall. */
  private static String second(String instant) {
    return instant.replaceFirst("\\.[0-9]+Z$", "Z");
  }

  private void facts(HtmlText html) {
    ResultPlaces places = report.places();
    Inputs inputs = run.run().inputs();
    boolean isFailed = run.outcome() == Outcome.FAILED;
    html.raw("<details class=\"facts\"><summary>Where, when, of what</summary><dl>")
        .fact("run", run.run().id())
        .fact("logical time", run.run().createdAt())
        .fact("started", second(run.run().startedAt()))
        .fact("ended", second(run.run().finishedAt()))
        .fact("kind", SpecWords.snake(inputs.kind().name()))
        .fact("from", inputs.from())
        .fact("to", inputs.to())
        .fact("target", inputs.target())
        .fact("selected", String.join(", ", inputs.selected()));
    inputs
        .deferred()
        .forEach(
            each ->
                html.fact(
                    "read elsewhere",
                    "%s of target %s, run %d"
                        .formatted(each.table(), each.target(), each.entry())));
    html.fact("pipeline", folder)
        .fact("lake", places.lake())
        .fact("warehouse", isFailed ? "" : places.warehouse())
        .fact(isFailed ? "evidence" : "manifest", places.manifest(run))
        .fact("dead letters", places.deadLetters(run).orElse(""))
        .raw("</dl></details>\n");
  }
}
