// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.rule;

import dev.sluice.schema.TableSchema;
import dev.sluice.spec.rule.CheckSpec;
import dev.sluice.spec.rule.QualitySpec;
import dev.sluice.spec.rule.RuleSpec;
import dev.sluice.spec.rule.SqlText;
import dev.sluice.spec.rule.Tolerance;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What is asked of a table's rows, before its columns are known. */
public record QualityDraft(List<RuleDraft> rules, List<CheckSpec> checks, Tolerance tolerate) {
  /** Rules that the warehouse is asked become checks. */
  public QualityDraft {
    checks =
        Stream.concat(
                rules.stream()
                    .filter(RuleDraft.Asked.class::isInstance)
                    .map(rule -> ((RuleDraft.Asked) rule).check()),
                checks.stream())
            .toList();
    rules = rules.stream().filter(rule -> !(rule instanceof RuleDraft.Asked)).toList();
  }

  /** What is asked, without the rules that do not fit the columns, which are reported. */
  public QualitySpec over(String table, TableSchema schema) {
    List<RuleSpec> fitting =
        rules.stream().map(rule -> rule.over(table, schema)).filter(Objects::nonNull).toList();
    return new QualitySpec(fitting, checks, tolerate);
  }

  /** What is asked of a table whose columns are not known. */
  public QualitySpec withoutRules() {
    return new QualitySpec(List.of(), checks, tolerate);
  }

  /** What the rules say in SQL. */
  public List<SqlText> texts() {
    return rules.stream().flatMap(rule -> rule.texts().stream()).toList();
  }
}
