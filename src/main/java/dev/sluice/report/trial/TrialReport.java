// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.trial;

import dev.sluice.report.text.SafeText;
import dev.sluice.report.view.Report;
import dev.sluice.report.view.View;
import dev.sluice.trial.CaseResult;
import dev.sluice.trial.compare.RowDifference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says of every case whether it came out as expected, and of the others how they differ. */
public final class TrialReport implements Report {
  private final List<CaseResult> results;
  private final Duration time;

  /**
   * A report.
   *
   * @param time all of it took
   */
  public TrialReport(List<CaseResult> results, Duration time) {
    this.results = List.copyOf(results);
    this.time = time;
  }

  /** How many are not as expected. */
  public long failed() {
    return results.stream().filter(result -> !result.isPassed()).count();
  }

  @Override
  public View view() {
    View view =
        new View()
            .value("cases", results.stream().map(TrialReport::tree).toList())
            .value("failed", failed())
            .value("seconds", time.toMillis() / 1000.0);
    String file = "";
    for (CaseResult result : results) {
      String own = result.test().position().file();
      if (!own.equals(file)) {
        view.line(own);
        file = own;
      }
      lines(view, result);
    }
    return view.line("").line(summary());
  }

  private String summary() {
    return "%s, %s (%s)"
        .formatted(
            SafeText.count(results.size(), "case"),
            failed() == 0 ? "all as expected" : SafeText.number(failed()) + " failed",
            SafeText.seconds(time));
  }

  private static void lines(View view, CaseResult result) {
    if (result.isPassed()) {
      view.line("  ok      " + result.test().name());
      return;
    }
    view.line(
        "  FAILED  %s  (line %d)".formatted(result.test().name(), result.test().position().line()));
    view.drawing(difference(result).indent(4));
  }

  /** How a case is not as expected. */
  static String difference(CaseResult result) {
    View view = new View();
    if (result.failure() != null) {
      result.failure().lines().forEach(view::line);
    }
    if (result.issue() != null) {
      view.line(result.issue().position() + ": " + result.issue().message());
    }
    if (!result.rows().isEmpty()) {
      view.line(result.test().subject() + ": " + counted(result));
      view.drawing(DifferenceLines.of(result));
    }
    result.others().forEach(view::line);
    return view.text();
  }

  private static String counted(CaseResult result) {
    Map<RowDifference.Kind, Long> counts =
        result.rows().stream()
            .collect(
                Collectors.groupingBy(
                    RowDifference::kind, LinkedHashMap::new, Collectors.counting()));
    List<String> parts = new ArrayList<>();
    counts.forEach(
        (kind, count) ->
            parts.add(
                switch (kind) {
                  case DIFFERS -> count == 1 ? "1 row differs" : count + " rows differ";
                  case MISSING -> SafeText.count(count, "row") + " missing";
                  case UNEXPECTED -> SafeText.count(count, "row") + " not expected";
                  case MOVED -> "the same rows in another order";
                }));
    return String.join(", ", parts);
  }

  private static Map<String, @Nullable Object> tree(CaseResult result) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("name", result.test().name());
    tree.put("file", result.test().position().file());
    tree.put("line", result.test().position().line());
    tree.put("subject", result.test().subject());
    tree.put("passed", result.isPassed());
    tree.put("seconds", result.time().toMillis() / 1000.0);
    tree.put("rows", result.rows().stream().map(row -> row(result, row)).toList());
    List<String> others = new ArrayList<>(result.others());
    if (result.issue() != null) {
      others.add(result.issue().position() + ": " + result.issue().message());
    }
    tree.put("others", others);
    tree.put("failure", result.failure());
    return tree;
  }

  private static Map<String, @Nullable Object> row(CaseResult result, RowDifference row) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("kind", row.kind().name().toLowerCase(Locale.ROOT));
    tree.put("line", row.position() == null ? null : row.position().line());
    Map<String, @Nullable Object> expected = new LinkedHashMap<>();
    Map<String, @Nullable Object> actual = new LinkedHashMap<>();
    for (int i = 0; i < result.columns().size(); i++) {
      if (row.named().contains(i)) {
        expected.put(result.columns().get(i), row.expected().get(i));
      }
      if (!row.actual().isEmpty()) {
        actual.put(result.columns().get(i), row.actual().get(i));
      }
    }
    tree.put("expected", row.expected().isEmpty() ? null : expected);
    tree.put("actual", row.actual().isEmpty() ? null : actual);
    tree.put("differing", row.differing().stream().map(result.columns()::get).toList());
    return tree;
  }
}
