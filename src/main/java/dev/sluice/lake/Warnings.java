// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lake;

import dev.sluice.spec.Consequence;
import dev.sluice.spec.ModelSpec;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.RuleSpec;
import dev.sluice.spec.TableSpec;
import java.util.ArrayList;
import java.util.List;

/** Says of every rule that only warns how many rows broke it, none included. */
final class Warnings {
  private static final String RULE = "rule ";

  private Warnings() {}

  static List<Verdict> judge(Commit.Draft draft, Ledger ledger) {
    PipelineSpec spec = draft.spec();
    List<Verdict> verdicts = new ArrayList<>();
    for (TableSpec table : spec.tables()) {
      judge(table.name(), table.quality().rules(), ledger, verdicts);
    }
    for (ModelSpec model : spec.models()) {
      if (draft.intake(model.name()).isKept()) {
        verdicts.addAll(standing(draft, model));
      } else {
        judge(model.name(), model.quality().rules(), ledger, verdicts);
      }
    }
    return verdicts;
  }

  /** What was said of the rows of a model that this run left alone. */
  private static List<Verdict> standing(Commit.Draft draft, ModelSpec model) {
    Manifest base = draft.base();
    return base == null
        ? List.of()
        : base.verdicts().stream()
            .filter(v -> v.table().equals(model.name()) && v.check().startsWith(RULE))
            .toList();
  }

  private static void judge(
      String table, List<RuleSpec> rules, Ledger ledger, List<Verdict> verdicts) {
    for (RuleSpec rule : rules) {
      if (rule.consequence() == Consequence.WARN) {
        long rows = ledger.warned(table, rule.name());
        verdicts.add(
            new Verdict(
                table, RULE + rule.name(), "warn", rows == 0, rows + " rows broke it", "0 rows"));
      }
    }
  }
}
