// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.run.page;

import dev.sluice.history.told.AskedRange;
import dev.sluice.history.told.CheckPoint;
import dev.sluice.report.html.Chart;
import dev.sluice.report.html.Drawing;
import dev.sluice.report.html.HtmlTable;
import dev.sluice.report.html.HtmlText;
import dev.sluice.report.text.SafeText;
import dev.sluice.table.Verdict;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What was checked: what was seen, what was asked for, and how it went in earlier runs. */
final class ChecksPart {
  private static final int MOST = 200;

  private final Manifest run;
  private final List<Manifest> runs = new ArrayList<>();
  private final List<Map<String, Verdict>> past = new ArrayList<>();

  ChecksPart(Manifest run, RunMaterial material) {
    this.run = run;
    material.past().forEach(each -> runs.add(0, each));
    runs.forEach(each -> past.add(byName(each)));
  }

  private static Map<String, Verdict> byName(Manifest run) {
    Map<String, Verdict> verdicts = new HashMap<>();
    run.verdicts().forEach(each -> verdicts.put(name(each), each));
    return verdicts;
  }

  /** A run that failed has no number: it is the page's own. */
  private static String name(Manifest each) {
    return each.outcome() == Outcome.FAILED ? "this run" : Long.toString(each.number());
  }

  private static String name(Verdict verdict) {
    return verdict.table() + "\n" + verdict.check();
  }

  void write(HtmlText html) {
    if (run.verdicts().isEmpty()) {
      return;
    }
    List<Verdict> verdicts =
        run.verdicts().stream().sorted(Comparator.comparingInt(ChecksPart::order)).toList();
    HtmlTable<Verdict> table =
        new HtmlTable<Verdict>("what was checked")
            .cell("result", "", ChecksPart::mark)
            .name("table", Verdict::table)
            .value("check", Verdict::check)
            .text("observed", Verdict::observed)
            .text("expected", Verdict::expected)
            .stacked();
    if (past.stream().anyMatch(each -> !each.isEmpty())) {
      table.cell("last runs", "graph", this::past);
      times(html);
    }
    table.write(html, verdicts, MOST);
  }

  /** When runs were, for charts to tell. */
  private void times(HtmlText html) {
    html.raw("<pre id=\"runs\" hidden>");
    Stream.concat(runs.stream(), Stream.of(run))
        .forEach(
            each ->
                html.raw(name(each) + "\t")
                    .text(each.run().createdAt().replaceFirst("T(.{5}).*", " $1"))
                    .raw("\n"));
    html.raw("</pre>\n");
  }

  private static int order(Verdict verdict) {
    return verdict.blocks() ? 0 : verdict.passed() ? 2 : 1;
  }

  private static void mark(HtmlText html, Verdict verdict) {
    if (verdict.passed()) {
      Mark.write(html, Mark.Style.GOOD, "passed");
    } else {
      boolean isFailed = verdict.blocks();
      Mark.write(
          html, isFailed ? Mark.Style.BAD : Mark.Style.CARE, isFailed ? "failed" : "warning");
    }
  }

  private void past(HtmlText html, Verdict verdict) {
    List<Optional<Verdict>> all = new ArrayList<>();
    past.forEach(each -> all.add(Optional.ofNullable(each.get(name(verdict)))));
    all.add(Optional.of(verdict));
    List<String> styles = all.stream().map(ChecksPart::style).toList();
    long known = all.stream().flatMap(Optional::stream).count();
    long passed = all.stream().flatMap(Optional::stream).filter(Verdict::passed).count();
    Optional<Verdict> last = all.size() < 2 ? Optional.empty() : all.get(all.size() - 2);
    String label =
        "passed in %s of %s%s%s"
            .formatted(
                SafeText.number(passed),
                SafeText.count(known, "run"),
                last.map(each -> ", before this run " + each.observed()).orElse(""),
                range(all));
    label = label.length() > 200 ? label.substring(0, 200) : label;
    if (all.stream().filter(each -> Double.isFinite(value(each))).count() < 2) {
      Drawing.past(html, styles, label);
      return;
    }
    Chart chart = new Chart(Chart.Kind.PAST, label, "run", "figure", "at least", "at most", "");
    for (int i = 0; i < all.size(); i++) {
      AskedRange asked = all.get(i).map(AskedRange::of).orElse(AskedRange.NONE);
      chart.row(
          name(i < runs.size() ? runs.get(i) : run),
          figure(value(all.get(i))),
          figure(asked.least()),
          figure(asked.most()),
          styles.get(i).equals("passed") ? "" : styles.get(i));
    }
    chart.write(html);
    double now = value(verdict);
    last.map(ChecksPart::value)
        .filter(was -> Double.isFinite(was) && was != now)
        .ifPresent(was -> html.raw("<small>was ").text(figure(was)).raw("</small>"));
  }

  private static String style(Optional<Verdict> verdict) {
    return verdict.map(each -> each.passed() ? "passed" : "failed").orElse("absent");
  }

  private static double value(Optional<Verdict> verdict) {
    return verdict.map(ChecksPart::value).orElse(Double.NaN);
  }

  /** The number that was observed; NaN where it was none. */
  private static double value(Verdict verdict) {
    Double value = CheckPoint.value(verdict.observed());
    return value == null ? Double.NaN : value;
  }

  private static String range(List<Optional<Verdict>> verdicts) {
    DoubleSummaryStatistics all =
        verdicts.stream()
            .mapToDouble(ChecksPart::value)
            .filter(Double::isFinite)
            .summaryStatistics();
    return all.getCount() < 2
        ? ""
        : String.format(
            Locale.ROOT, ", between %s and %s", figure(all.getMin()), figure(all.getMax()));
  }

  /** A number as it is read; nothing where there is none. */
  private static String figure(@Nullable Double number) {
    if (number == null || !Double.isFinite(number)) {
      return "";
    }
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? SafeText.number(number.longValue())
        : Double.toString(number);
  }
}
