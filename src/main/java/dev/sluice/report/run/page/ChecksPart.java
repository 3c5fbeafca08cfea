// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.run.page;

import dev.sluice.history.told.CheckPoint;
import dev.sluice.report.html.Drawing;
import dev.sluice.report.html.HtmlTable;
import dev.sluice.report.html.HtmlText;
import dev.sluice.report.text.SafeText;
import dev.sluice.table.Verdict;
import dev.sluice.table.log.Manifest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What was checked: what was seen, what was asked for, and how it went in earlier runs. */
final class ChecksPart {
  private static final int MOST = 200;

  private final Manifest run;
  private final List<Map<String, Verdict>> past = new ArrayList<>();

  ChecksPart(Manifest run, RunMaterial material) {
    this.run = run;
    material.past().forEach(each -> past.add(0, byName(each)));
  }

  private static Map<String, Verdict> byName(Manifest run) {
    Map<String, Verdict> verdicts = new HashMap<>();
    run.verdicts().forEach(each -> verdicts.put(name(each), each));
    return verdicts;
  }

  private static String name(Verdict verdict) {
    return verdict.table() + "\n" + verdict.check();
  }

  void write(HtmlText html) {
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
      table.cell("last runs", "", this::past);
    }
    table.write(html, verdicts, MOST);
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
    List<Drawing.Point> points = all.stream().map(ChecksPart::point).toList();
    long known = all.stream().flatMap(Optional::stream).count();
    long passed = all.stream().flatMap(Optional::stream).filter(Verdict::passed).count();
    Optional<Verdict> last = all.size() < 2 ? Optional.empty() : all.get(all.size() - 2);
    String label =
        "passed in %s of %s%s%s"
            .formatted(
                SafeText.number(passed),
                SafeText.count(known, "run"),
                last.map(each -> ", before this run " + each.observed()).orElse(""),
                range(points));
    label = label.length() > 200 ? label.substring(0, 200) : label;
    if (points.stream().filter(each -> Double.isFinite(each.value())).count() < 2) {
      Drawing.past(html, points.stream().map(Drawing.Point::style).toList(), label);
      return;
    }
    Drawing.line(html, points, label);
    double now = value(verdict);
    last.map(ChecksPart::value)
        .filter(was -> Double.isFinite(was) && was != now)
        .ifPresent(was -> html.raw("<small>was ").text(figure(was)).raw("</small>"));
  }

  private static Drawing.Point point(Optional<Verdict> verdict) {
    String style = verdict.map(each -> each.passed() ? "passed" : "failed").orElse("absent");
    return new Drawing.Point(verdict.map(ChecksPart::value).orElse(Double.NaN), style);
  }

  /** The number that was observed; NaN where it was none. */
  private static double value(Verdict verdict) {
    Double value = CheckPoint.value(verdict.observed());
    return value == null ? Double.NaN : value;
  }

  private static String range(List<Drawing.Point> points) {
    DoubleSummaryStatistics all =
        points.stream()
            .mapToDouble(Drawing.Point::value)
            .filter(Double::isFinite)
            .summaryStatistics();
    return all.getCount() < 2
        ? ""
        : String.format(
            Locale.ROOT, ", between %s and %s", figure(all.getMin()), figure(all.getMax()));
  }

  private static String figure(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? SafeText.number((long) number)
        : Double.toString(number);
  }
}
