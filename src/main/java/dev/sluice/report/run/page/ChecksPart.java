// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.run.page;

import dev.sluice.report.html.Drawing;
import dev.sluice.report.html.HtmlTable;
import dev.sluice.report.html.HtmlText;
import dev.sluice.report.text.SafeText;
import dev.sluice.table.Verdict;
import dev.sluice.table.log.Manifest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
            .text("expected", Verdict::expected);
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
    List<String> styles = new ArrayList<>();
    int passed = 0;
    int known = 0;
    List<@Nullable Verdict> all = new ArrayList<>();
    past.forEach(each -> all.add(each.get(name(verdict))));
    all.add(verdict);
    for (Verdict each : all) {
      styles.add(each == null ? "absent" : each.passed() ? "passed" : "failed");
      known += each == null ? 0 : 1;
      passed += each != null && each.passed() ? 1 : 0;
    }
    Verdict last = all.size() < 2 ? null : all.get(all.size() - 2);
    String before =
        last == null ? "" : ", before this run " + Objects.requireNonNull(last).observed();
    String label =
        "passed in %s of %s%s"
            .formatted(SafeText.number(passed), SafeText.count(known, "run"), before);
    Drawing.past(html, styles, label.length() > 200 ? label.substring(0, 200) : label);
  }
}
