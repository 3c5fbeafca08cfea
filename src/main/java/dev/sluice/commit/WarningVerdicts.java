// SPDX-License-Identifier: Apache-2.0
package dev.sluice.commit;

import dev.sluice.error.Plural;
import dev.sluice.fact.Fact;
import dev.sluice.fact.Fact.Difference;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.rule.Consequence;
import dev.sluice.spec.rule.RuleSpec;
import dev.sluice.spec.table.Contract;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.Verdict;
import dev.sluice.table.log.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Says of every rule that only warns how many rows broke it, none included, and which values were
 * kept, dropped or made null because a contract does not take them.
 */
final class WarningVerdicts {
  private static final String RULE = "rule ";

  /** So many fields are named of a table; what is not named is counted together. */
  private static final int MOST_FIELDS = 20;

  private WarningVerdicts() {}

  static List<Verdict> judge(Commit.Draft draft, FactTotals ledger) {
    PipelineSpec spec = draft.spec();
    List<Verdict> verdicts = new ArrayList<>();
    for (TableSpec table : spec.tables()) {
      if (draft.intake(table.name()).isSelected()) {
        judge(table.name(), table.quality().rules(), ledger, verdicts);
        differences(table, ledger, verdicts);
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

  private static void differences(TableSpec table, FactTotals ledger, List<Verdict> verdicts) {
    Contract contract = table.contract();
    differences(
        new Verdict(
            table.name(),
            "unknown_field: " + contract.unknownField().name().toLowerCase(Locale.ROOT),
            "warn",
            false,
            "",
            "no such field"),
        ledger.differed(table.name(), Difference.UNKNOWN_FIELD),
        verdicts);
    differences(
        new Verdict(table.name(), "type: null_value", "warn", false, "", "values of its type"),
        ledger.differed(table.name(), Difference.TYPE),
        verdicts);
  }

  /** A verdict for each field, those with most values first. */
  private static void differences(
      Verdict verdict, Map<String, Long> counts, List<Verdict> verdicts) {
    List<Map.Entry<String, Long>> named =
        counts.entrySet().stream()
            .filter(each -> !each.getKey().isEmpty())
            .sorted(
                Map.Entry.<String, Long>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(MOST_FIELDS)
            .toList();
    long rest = counts.values().stream().mapToLong(Long::longValue).sum();
    for (Map.Entry<String, Long> each : named) {
      rest -= each.getValue();
      verdicts.add(observing(verdict, "`" + each.getKey() + "`: ", each.getValue()));
    }
    if (rest > 0) {
      verdicts.add(observing(verdict, "other fields: ", rest));
    }
  }

  private static Verdict observing(Verdict verdict, String what, long values) {
    String observed =
        String.format(Locale.ROOT, "%s%,d value%s", what, values, values == 1 ? "" : "s");
    return new Verdict(
        verdict.table(),
        verdict.check(),
        verdict.severity(),
        verdict.passed(),
        observed,
        verdict.expected());
  }

  private static void judge(
      String table, List<RuleSpec> rules, FactTotals ledger, List<Verdict> verdicts) {
    for (RuleSpec rule : rules) {
      if (rule.consequence() == Consequence.WARN) {
        Fact.Warned warned = ledger.warned(table, rule.name());
        verdicts.add(
            new Verdict(
                    table,
                    RULE + rule.name(),
                    "warn",
                    warned.rows() == 0,
                    Plural.of(warned.rows(), "row") + " broke it",
                    "0 rows")
                .showing(warned.examples()));
      }
    }
  }
}
