// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.promote;

import dev.sluice.promote.PromotionPlan;
import dev.sluice.promote.compare.ProductionChange;
import dev.sluice.promote.compare.ProductionChange.Kind;
import dev.sluice.promote.compare.ProductionChange.ProfileChange;
import dev.sluice.promote.compare.ProductionChange.RowChanges;
import dev.sluice.promote.compare.ProductionChange.Sample;
import dev.sluice.promote.compare.ProductionChange.Value;
import dev.sluice.promote.compare.ProductionChange.ValueChange;
import dev.sluice.promote.decision.Decision;
import dev.sluice.promote.release.Release;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.text.SpecWords;
import dev.sluice.report.text.TextTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows what a promotion would change. */
public final class PromotionText {
  /** How many measures of a table people are shown; programs get all. */
  private static final int MEASURES = 20;

  private final PromotionPlan plan;
  private final String folder;

  /**
   * Text for a plan.
   *
   * @param folder the pipeline's, as it was typed
   */
  public PromotionText(PromotionPlan plan, String folder) {
    this.plan = plan;
    this.folder = folder;
  }

  /** The plan for people. */
  public String render() {
    StringBuilder out = new StringBuilder();
    TextTable table =
        new TextTable(
            List.of(0, 1),
            "table",
            "change",
            "rows now",
            "rows then",
            "added",
            "removed",
            "changed");
    for (ProductionChange each : plan.tables()) {
      RowChanges rows = each.rows();
      table.add(
          List.of(
              each.table(),
              SpecWords.snake(each.kind().name()),
              SafeText.number(each.rowsBefore()),
              SafeText.number(each.rowsAfter()),
              SafeText.number(rows.added()),
              SafeText.number(rows.removed()),
              SafeText.number(rows.changed())));
    }
    out.append(table.render("")).append('\n');
    plan.tables().stream().filter(t -> t.kind() == Kind.CHANGED).forEach(t -> details(out, t));
    out.append(verdicts()).append(standing());
    return out.toString();
  }

  /** The plan for programs. */
  public Map<String, @Nullable Object> tree() {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("run_id", plan.staged().manifest().run().id());
    tree.put("manifest", plan.staged().manifest().number());
    tree.put("digest", plan.staged().digest());
    tree.put("release", plan.production().map(Release::number).orElse(0L));
    tree.put("is_shown", plan.isShown());
    tree.put("expires_at", plan.expiresAt());
    tree.put("is_expired", plan.isExpired());
    tree.put(
        "decision", plan.decision().map(each -> SpecWords.fields(each, Set.of())).orElse(null));
    tree.put("tables", plan.tables().stream().map(t -> SpecWords.fields(t, Set.of())).toList());
    tree.put("verdicts", plan.verdicts().stream().map(v -> SpecWords.fields(v, Set.of())).toList());
    return tree;
  }

  private static void details(StringBuilder out, ProductionChange change) {
    out.append(SafeText.escape(change.table())).append('\n');
    change.schema().forEach(each -> out.append("  ").append(SafeText.escape(each)).append('\n'));
    samples(out, change.rows());
    if (!change.profile().isEmpty()) {
      TextTable table = new TextTable(List.of(0, 1, 2, 3), "column", "measure", "now", "then");
      List<ProfileChange> shown = change.profile().stream().limit(MEASURES).toList();
      shown.forEach(m -> table.add(List.of(m.column(), m.measure(), m.before(), m.after())));
      out.append(table.render("  "));
      int rest = change.profile().size() - shown.size();
      out.append(rest == 0 ? "" : "  … and " + rest + " more measures (--json lists all)\n");
    }
    out.append('\n');
  }

  private static void samples(StringBuilder out, RowChanges rows) {
    for (Sample sample : rows.samples()) {
      String key =
          sample.key().stream().map(PromotionText::value).collect(Collectors.joining(", "));
      String values =
          sample.values().stream().map(PromotionText::change).collect(Collectors.joining(", "));
      out.append("  ").append(sample.change()).append(" ".repeat(9 - sample.change().length()));
      out.append(SafeText.escape(values.isEmpty() ? key : key + ": " + values)).append('\n');
    }
    long all = rows.added() + rows.removed() + rows.changed();
    if (all > rows.samples().size()) {
      out.append("  … and %s more rows%n".formatted(SafeText.number(all - rows.samples().size())));
    }
  }

  private static String value(Value value) {
    return value.column() + "=" + value.value();
  }

  private static String change(ValueChange change) {
    return change.column() + " " + change.before() + " → " + change.after();
  }

  private String verdicts() {
    long passed = plan.verdicts().stream().filter(v -> v.passed()).count();
    StringBuilder out = new StringBuilder();
    out.append("checks: %d of %d passed%n".formatted(passed, plan.verdicts().size()));
    plan.verdicts().stream()
        .filter(v -> !v.passed())
        .forEach(
            v ->
                out.append(
                        SafeText.escape(
                            "  %s: %s is %s, expected %s"
                                .formatted(v.table(), v.check(), v.observed(), v.expected())))
                    .append('\n'));
    return out.toString();
  }

  private String standing() {
    String run =
        "run %s (manifest %d, digest %s)"
            .formatted(
                plan.staged().manifest().run().id(),
                plan.staged().manifest().number(),
                plan.staged().digest().substring(0, 12));
    String production =
        plan.production()
            .map(r -> "release %d (manifest %d)".formatted(r.number(), r.manifest()))
            .orElse("nothing yet");
    return run + ", against production: " + production + "\n" + decision() + "\n\nnext\n" + next();
  }

  private String decision() {
    if (plan.isShown()) {
      return "production shows this run";
    }
    if (plan.decision().isEmpty()) {
      return plan.isExpired()
          ? "nobody decided, and it expired at %s: it cannot be approved any more"
              .formatted(plan.expiresAt())
          : "nobody decided yet; it may be approved until " + plan.expiresAt();
    }
    Decision decision = plan.decision().get();
    String verb = decision.verdict() == Decision.Verdict.APPROVE ? "approved" : "rejected";
    String end =
        plan.isApprovalExpired()
            ? "%nthe approval expired at %s: it cannot be applied any more"
                .formatted(decision.expiresAt())
            : "";
    return SafeText.escape(
            "%s by %s at %s: %s"
                .formatted(verb, decision.made().by(), decision.made().at(), decision.made().why()))
        + end;
  }

  private String next() {
    String place = folder.equals(".") ? "" : " " + SafeText.escape(folder);
    if (plan.isShown()) {
      return "  sluice promote releases%s%n".formatted(place);
    }
    if (plan.approval().isPresent() && !plan.isApprovalExpired()) {
      return "  sluice promote apply%s%n".formatted(place);
    }
    boolean isRejected = plan.decision().isPresent() && plan.approval().isEmpty();
    if (isRejected || plan.isExpired()) {
      return "  sluice run --again%s%n".formatted(place);
    }
    return "  sluice promote approve%s --digest %s --why '…'%n  sluice promote reject%s --why '…'%n"
        .formatted(place, plan.staged().digest().substring(0, 12), place);
  }
}
