// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.care;

import dev.sluice.report.text.SafeText;
import dev.sluice.report.view.Report;
import dev.sluice.report.view.Table;
import dev.sluice.report.view.View;
import dev.sluice.run.compact.Compaction;

/** Says of which tables many files became few. */
public final class CompactText implements Report {
  private final String pipeline;
  private final Compaction.Result result;
  private final boolean isDryRun;

  public CompactText(String pipeline, Compaction.Result result, boolean isDryRun) {
    this.pipeline = pipeline;
    this.result = result;
    this.isDryRun = isDryRun;
  }

  @Override
  public View view() {
    View view =
        new View()
            .value("pipeline", pipeline)
            .value("dry_run", isDryRun)
            .value("number", result.manifest() == null ? null : result.manifest().number())
            .records("tables", result.tables());
    if (result.tables().isEmpty()) {
      return view.line(
          pipeline + ": there are no small files that could be one, and nothing was done");
    }
    view.line(sentence());
    return view.table(
        result.tables(),
        Table.<Compaction.Table>indented()
            .left("table", Compaction.Table::name)
            .number("files", Compaction.Table::files)
            .left("", each -> SafeText.bytes(each.bytes()))
            .number("become", Compaction.Table::made)
            .left("", each -> each.madeBytes() == 0 ? "" : SafeText.bytes(each.madeBytes())));
  }

  /** What was done, in a sentence. */
  public String sentence() {
    long files = result.tables().stream().mapToLong(Compaction.Table::files).sum();
    long made = result.tables().stream().mapToLong(Compaction.Table::made).sum();
    String what = "%s %s %d".formatted(SafeText.count(files, "file"), verb(), made);
    return result.manifest() == null
        ? pipeline + ": " + what
        : "%s: run %d: %s, and no row changed"
            .formatted(pipeline, result.manifest().number(), what);
  }

  private String verb() {
    return isDryRun ? "would become" : "became";
  }
}
