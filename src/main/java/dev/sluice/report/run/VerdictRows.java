// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.run;

import dev.sluice.report.text.SafeText;
import dev.sluice.report.view.View;
import dev.sluice.table.Verdict;
import java.util.stream.Collectors;

/** Words some rows that are against a check. */
final class VerdictRows {
  private VerdictRows() {}

  /** Adds a line for each row. */
  static void add(View view, Verdict verdict) {
    for (Verdict.Row row : verdict.rows()) {
      String values =
          row.values().entrySet().stream()
              .map(each -> each.getKey() + "=" + each.getValue())
              .collect(Collectors.joining(", "));
      String times = row.count() == 1 ? "" : " (%s rows)".formatted(SafeText.number(row.count()));
      view.line("    " + values + times);
    }
  }
}
