// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.care;

import dev.sluice.care.leftover.Leftovers;
import dev.sluice.care.leftover.SweepResult;
import dev.sluice.care.leftover.SweepResult.Kept;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.text.SpecWords;
import dev.sluice.report.text.TextTable;
import dev.sluice.spec.unit.Spans;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what clearing up a lake removed, and what it kept and why. */
public final class SweepText {
  private final SweepResult sweep;

  public SweepText(SweepResult sweep) {
    this.sweep = sweep;
  }

  /** The report for people. */
  public String render() {
    long files = sweep.removed().stream().mapToLong(each -> each.files().size()).sum();
    long bytes = sweep.removed().stream().mapToLong(Leftovers::bytes).sum();
    StringBuilder out = new StringBuilder();
    out.append(
        "lake %s: %s%s files, %s bytes and %s empty folders%n"
            .formatted(
                SafeText.escape(sweep.lake()),
                sweep.isDryRun() ? "would remove " : "removed ",
                SafeText.number(files),
                SafeText.number(bytes),
                SafeText.number(sweep.folders())));
    if (files > 0) {
      out.append(LeftoversText.table(sweep.removed()));
    }
    if (!sweep.kept().isEmpty()) {
      out.append("kept\n").append(kept());
    }
    return out.append(LeftoversText.foreign(sweep.foreign())).toString();
  }

  private String kept() {
    TextTable table = new TextTable(List.of(0), "because", "files", "bytes");
    for (Kept each : sweep.kept()) {
      table.add(
          List.of(
              why(each.reason()), SafeText.number(each.files()), SafeText.number(each.bytes())));
    }
    return table.render("  ");
  }

  private String why(SweepResult.Reason reason) {
    return switch (reason) {
      case DOCUMENT -> "documents of the lake";
      case NAMED -> "a document names them";
      case UNKNOWN_COMMIT -> "the outcome of their commit is unknown";
      case UNDER_WAY -> "a run is under way";
      case RELEASABLE -> "their release may still come";
      case YOUNG -> "younger than " + Spans.spell(sweep.olderThan());
    };
  }

  /** The report for programs. */
  public Map<String, @Nullable Object> tree() {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("lake", sweep.lake());
    tree.put("dry_run", sweep.isDryRun());
    tree.put("older_than", Spans.spell(sweep.olderThan()));
    tree.put(
        "removed", sweep.removed().stream().map(each -> SpecWords.fields(each, Set.of())).toList());
    tree.put("folders", sweep.folders());
    tree.put("kept", sweep.kept().stream().map(each -> SpecWords.fields(each, Set.of())).toList());
    tree.put("foreign", sweep.foreign());
    return tree;
  }
}
