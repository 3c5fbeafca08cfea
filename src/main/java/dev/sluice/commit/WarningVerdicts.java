// SPDX-License-Identifier: Apache-2.0
package dev.sluice.commit;

import dev.sluice.error.Plural;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.rule.Consequence;
import dev.sluice.spec.rule.RuleSpec;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.Verdict;
import dev.sluice.table.log.Manifest;
import java.util.ArrayList;
import java.util.List;

/** Says of every rule that only warns how many rows broke it, none included. */
final class WarningVerdicts {
  private static final String RULE = "rule ";

  private WarningVerdicts() {}

  static List<Verdict> judge(Commit.Draft draft, FactTotals ledger) {
    PipelineSpec spec = draft.spec();
    List<Verdict> verdicts = new ArrayList<>();
    for (TableSpec table : spec.tables()) {
      if (draft.intake(table.name()).isSelected()) {
        judge(table.name(), table.quality().rules(), ledger, verdicts);
      }
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
      String table, List<RuleSpec> rules, FactTotals ledger, List<Verdict> verdicts) {
    for (RuleSpec rule : rules) {
      if (rule.consequence() == Consequence.WARN) {
        long rows = ledger.warned(table, rule.name());
        verdicts.add(
            new Verdict(
                table,
                RULE + rule.name(),
                "warn",
                rows == 0,
                Plural.of(rows, "row") + " broke it",
                "0 rows"));
      }
    }
  }
}
