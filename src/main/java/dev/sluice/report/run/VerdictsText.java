// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.run;

import dev.sluice.report.page.Style;
import dev.sluice.report.view.Table;
import dev.sluice.report.view.View;
import dev.sluice.table.Verdict;
import java.util.List;
import java.util.function.Predicate;

/** Shows what checks found against data. */
final class VerdictsText {
  private static final Table<Verdict> VERDICTS =
      Table.<Verdict>indented()
          .left("table", Verdict::table)
          .left("check", Verdict::check)
          .left("observed", Verdict::observed)
          .left("expected", Verdict::expected);

  private VerdictsText() {}

  /** Adds all for programs, and those for people that did not pass. */
  static void add(View view, List<Verdict> all) {
    view.records("verdicts", all);
    add(view, all, Style.BAD, "failed", Verdict::blocks);
    add(view, all, Style.CARE, "warnings", verdict -> !verdict.passed() && !verdict.blocks());
  }

  private static void add(
      View view, List<Verdict> all, Style style, String title, Predicate<Verdict> which) {
    List<Verdict> verdicts = all.stream().filter(which).toList();
    if (!verdicts.isEmpty()) {
      view.state("", style, title, "").table(verdicts, VERDICTS);
      verdicts.stream().filter(v -> !v.rows().isEmpty()).forEach(v -> rows(view, v));
      view.line("");
    }
  }

  /** Some rows that are against a check. */
  private static void rows(View view, Verdict verdict) {
    view.line("  rows against %s of %s".formatted(verdict.check(), verdict.table()));
    VerdictRows.add(view, verdict);
  }
}
