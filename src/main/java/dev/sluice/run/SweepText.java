// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run;

import dev.sluice.lake.audit.Remains;
import dev.sluice.lake.audit.Sweep;
import dev.sluice.lake.audit.Sweep.Kept;
import dev.sluice.spec.Spans;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what clearing up a lake removed, and what it kept and why. */
public final class SweepText {
  private final Sweep sweep;

  public SweepText(Sweep sweep) {
    this.sweep = sweep;
  }

  /** The report for people. */
  public String render() {
    long files = sweep.removed().stream().mapToLong(each -> each.files().size()).sum();
    long bytes = sweep.removed().stream().mapToLong(Remains::bytes).sum();
    StringBuilder out = new StringBuilder();
    out.append(
        "lake %s: %s%s files, %s bytes and %s empty folders%n"
            .formatted(
                Text.escape(sweep.lake()),
                sweep.isDryRun() ? "would remove " : "removed ",
                Text.number(files),
                Text.number(bytes),
                Text.number(sweep.folders())));
    if (files > 0) {
      out.append(RemainsText.table(sweep.removed()));
    }
    if (!sweep.kept().isEmpty()) {
      out.append("kept\n").append(kept());
    }
    return out.append(RemainsText.foreign(sweep.foreign())).toString();
  }

  private String kept() {
    TextTable table = new TextTable(List.of(0), "because", "files", "bytes");
    for (Kept each : sweep.kept()) {
      table.add(List.of(why(each.reason()), Text.number(each.files()), Text.number(each.bytes())));
    }
    return table.render("  ");
  }

  private String why(Sweep.Reason reason) {
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
        "removed", sweep.removed().stream().map(each -> Spelled.fields(each, Set.of())).toList());
    tree.put("folders", sweep.folders());
    tree.put("kept", sweep.kept().stream().map(each -> Spelled.fields(each, Set.of())).toList());
    tree.put("foreign", sweep.foreign());
    return tree;
  }
}
