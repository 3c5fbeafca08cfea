// SPDX-License-Identifier: Apache-2.0
package dev.sluice.commit;

import dev.sluice.batch.RawNames;
import dev.sluice.batch.arrow.TextBatchBuilder;
import dev.sluice.error.Plural;
import dev.sluice.fact.Fact;
import dev.sluice.fact.Fact.Difference;
import dev.sluice.schema.form.SourceNames;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.rule.Consequence;
import dev.sluice.spec.rule.RuleSpec;
import dev.sluice.spec.table.Contract;
import dev.sluice.spec.table.Contract.UnknownField;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.DataFile;
import dev.sluice.table.LakeTables;
import dev.sluice.table.Verdict;
import dev.sluice.table.log.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Says of every rule that only warns how many rows broke it, none included, and which values were
 * kept, dropped or made null because a contract does not take them, or are new beside it.
 */
final class WarningVerdicts {
  private static final String RULE = "rule ";

  private static final String NEW_FIELD =
      "no new field; `unknown_field: evolve` takes it in, or `sluice schema evolve --write`";

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
        if (table.contract().unknownField() == UnknownField.RAW) {
          differences(
              new Verdict(table.name(), "unknown_field: raw", "warn", false, "", NEW_FIELD),
              newFields(draft, ledger, table),
              verdicts);
        }
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

  /**
   * Values of fields that the contract does not name and that no earlier raw file has, as the
   * footers of files say it; of a first run none. Keys of JSON have no column of their own there:
   * they are counted together, when none had a value before.
   */
  private static Map<String, Long> newFields(
      Commit.Draft draft, FactTotals ledger, TableSpec table) {
    String raw = LakeTables.raw(table.name());
    Map<String, Long> values = new TreeMap<>();
    if (draft.data(raw).isEmpty()) {
      return values;
    }
    for (DataFile file : ledger.live(raw)) {
      Map<String, Long> all = values(table, file);
      all.keySet().removeAll(taken(table, all.keySet()));
      all.forEach((field, count) -> values.merge(field, count, Long::sum));
    }
    if (!values.isEmpty()) {
      // A field that goes on coming is in the newest files too: of the others none is looked at.
      boolean unused =
          draft
              .data(raw)
              .any(
                  file -> {
                    values.keySet().removeAll(values(table, file).keySet());
                    return values.isEmpty();
                  });
    }
    return values;
  }

  /** How many values a raw file has by field; those of JSON that no column takes have no name. */
  private static Map<String, Long> values(TableSpec table, DataFile file) {
    boolean isFlat = table.source() instanceof SourceSpec.Csv;
    Map<String, Long> values = new TreeMap<>();
    for (DataFile.ColumnStats column : file.columns()) {
      boolean isUnnamed = column.name().equals(TextBatchBuilder.UNKNOWN);
      String name = isFlat ? column.name() : column.name().split("\\.", 2)[0];
      long count = file.rows() - column.nulls();
      if (count > 0 && !column.name().equals(TextBatchBuilder.ROW)) {
        values.merge(isUnnamed ? "" : RawNames.source(name), count, Math::max);
      }
    }
    return values;
  }

  /** The fields that are columns. */
  private static Set<String> taken(TableSpec table, Set<String> fields) {
    List<String> names = List.copyOf(fields);
    List<SourceNames.Wanted> wanted =
        table.schema().declared().columns().stream()
            .map(column -> column.sourcing().wanted(column.name()))
            .toList();
    try {
      return SourceNames.match(wanted, names).stream()
          .flatMap(List::stream)
          .map(names::get)
          .collect(Collectors.toSet());
    } catch (SourceNames.Ambiguous e) {
      return fields; // the run says it
    }
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
