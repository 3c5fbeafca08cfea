// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.promote;

import dev.sluice.promote.PromotionPlan;
import dev.sluice.promote.PromotionPlan.Ways;
import dev.sluice.promote.compare.ProductionChange;
import dev.sluice.promote.compare.ProductionChange.Kind;
import dev.sluice.promote.compare.ProductionChange.ProfileChange;
import dev.sluice.promote.compare.ProductionChange.RowChanges;
import dev.sluice.promote.compare.ProductionChange.Sample;
import dev.sluice.promote.compare.ProductionChange.Value;
import dev.sluice.promote.compare.ProductionChange.ValueChange;
import dev.sluice.promote.release.Release;
import dev.sluice.report.text.CommandName;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.text.SpecWords;
import dev.sluice.report.view.Report;
import dev.sluice.report.view.Table;
import dev.sluice.report.view.View;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Shows what a promotion would change. */
public final class PromotionText implements Report {
  /** How many measures of a table people are shown; programs get all. */
  private static final int MEASURES = 20;

  private static final Table<ProductionChange> TABLES =
      Table.<ProductionChange>atMargin()
          .left("table", ProductionChange::table)
          .left("change", each -> SpecWords.snake(each.kind().name()))
          .number("rows now", ProductionChange::rowsBefore)
          .number("rows then", ProductionChange::rowsAfter)
          .number("added", each -> each.rows().added())
          .number("removed", each -> each.rows().removed())
          .number("changed", each -> each.rows().changed());

  private static final Table<ProfileChange> PROFILE =
      Table.<ProfileChange>indented()
          .left("column", ProfileChange::column)
          .left("measure", ProfileChange::measure)
          .left("now", ProfileChange::before)
          .left("then", ProfileChange::after);

  private final PromotionPlan plan;
  private final List<String> inWarehouse;
  private final String place;

  /** Text for a plan of which the warehouse has nothing to say. */
  public PromotionText(PromotionPlan plan, String folder) {
    this(plan, List.of(), folder);
  }

  /**
   * Text for a plan.
   *
   * @param inWarehouse what the warehouse finds against the run
   * @param folder the pipeline's, as it was typed
   */
  public PromotionText(PromotionPlan plan, List<String> inWarehouse, String folder) {
    this.plan = plan;
    this.inWarehouse = List.copyOf(inWarehouse);
    this.place = CommandName.folder(folder);
  }

  @Override
  public View view() {
    View view =
        new View()
            .value("run_id", plan.staged().manifest().run().id())
            .value("manifest", plan.staged().manifest().number())
            .value("digest", plan.staged().digest())
            .value("release", plan.production().map(Release::number).orElse(0L))
            .value("is_shown", plan.isShown())
            .value("expires_at", plan.expiresAt())
            .value("is_expired", plan.isExpired())
            .value("is_passed", plan.ways().isPassed())
            .value(
                "decision",
                plan.decision().map(each -> SpecWords.fields(each, Set.of())).orElse(null))
            .rows("tables", plan.tables(), each -> SpecWords.fields(each, Set.of()), TABLES)
            .line("");
    plan.tables().stream()
        .filter(each -> each.kind() == Kind.CHANGED)
        .forEach(each -> details(view, each));
    verdicts(view);
    view.line(PromotionWords.standing(plan));
    PromotionWords.decisions(plan).forEach(view::line);
    view.line("").title("next");
    next(view);
    return view;
  }

  private static void details(View view, ProductionChange change) {
    view.line(change.table());
    change.schema().forEach(each -> view.line("  " + each));
    samples(view, change.rows());
    if (!change.profile().isEmpty()) {
      view.table(change.profile().stream().limit(MEASURES).toList(), PROFILE);
      int rest = change.profile().size() - MEASURES;
      if (rest > 0) {
        view.line("  … and %s (--json lists all)".formatted(SafeText.count(rest, "more measure")));
      }
    }
    view.line("");
  }

  private static void samples(View view, RowChanges rows) {
    for (Sample sample : rows.samples()) {
      String key =
          sample.key().stream().map(PromotionText::value).collect(Collectors.joining(", "));
      String values =
          sample.values().stream().map(PromotionText::change).collect(Collectors.joining(", "));
      view.labelled(9, sample.change(), values.isEmpty() ? key : key + ": " + values);
    }
    long rest = rows.added() + rows.removed() + rows.changed() - rows.samples().size();
    if (rest > 0) {
      view.line("  … and " + SafeText.count(rest, "more row"));
    }
  }

  private static String value(Value value) {
    return value.column() + "=" + value.value();
  }

  private static String change(ValueChange change) {
    return change.column() + " " + change.before() + " → " + change.after();
  }

  private void verdicts(View view) {
    long passed = plan.verdicts().stream().filter(v -> v.passed()).count();
    view.records("verdicts", plan.verdicts());
    long warn = plan.verdicts().stream().filter(v -> !v.passed() && !v.blocks()).count();
    view.line(
        "checks: %d of %d passed%s"
            .formatted(
                passed, plan.verdicts().size(), warn == 0 ? "" : ", " + warn + " only warn"));
    plan.verdicts().stream()
        .filter(v -> !v.passed())
        .forEach(
            v ->
                view.line(
                    "  %s%s: %s: %s, expected %s"
                        .formatted(
                            v.blocks() ? "" : "warning: ",
                            v.table(),
                            v.check(),
                            v.observed(),
                            v.expected())));
    if (!inWarehouse.isEmpty()) {
      view.value("in_warehouse", inWarehouse);
      inWarehouse.forEach(each -> view.line("  in the warehouse: " + each));
    }
  }

  private void next(View view) {
    Ways ways = plan.ways();
    boolean isApproved = plan.approval().isPresent();
    boolean isOver = isApproved ? plan.isApprovalExpired() : plan.isExpired();
    if (plan.isShown()) {
      view.line("  sluice promote releases" + place);
    } else if (ways.isPassed()) {
      passed(view, ways);
    } else if (ways.isVoid() || isOver) {
      view.line("  sluice run --again" + place);
    } else if (isApproved && !plan.isApprovalOvertaken()) {
      view.line("  sluice promote apply" + place + named());
    } else {
      String digest = plan.staged().digest().substring(0, PromotionWords.DIGITS);
      view.line(
          "  sluice promote approve%s%s --digest %s --why '…'".formatted(place, named(), digest));
      if (ways.canBeRejected()) {
        view.line("  sluice promote reject%s%s --why '…'".formatted(place, named()));
      }
    }
  }

  /** What was published once is brought back, and what was passed by is done anew. */
  private void passed(View view, Ways ways) {
    if (ways.release() > 0) {
      view.line("  sluice promote rollback%s --to %d --why '…'".formatted(place, ways.release()));
    } else {
      view.line("  sluice promote releases" + place);
    }
  }

  /** Commands without a name mean the newest run. */
  private String named() {
    return plan.ways().isNewest() ? "" : " --run " + plan.staged().manifest().number();
  }
}
