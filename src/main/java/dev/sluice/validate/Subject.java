// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate;

import dev.sluice.schema.TableSchema;
import dev.sluice.spec.Consequence;
import dev.sluice.spec.Contract;
import dev.sluice.spec.RuleSpec;
import java.io.Serializable;
import java.util.List;

/**
 * What is judged, by which contract and which rules.
 *
 * @param isModel whether rows are typed already, and have no number
 */
record Subject(
    String table, TableSchema schema, Contract contract, List<RuleSpec> rules, boolean isModel)
    implements Serializable {
  Subject {
    rules = List.copyOf(rules);
  }

  /** The rules that hold rows back, or the run. */
  List<RuleSpec> strict() {
    return rules.stream().filter(r -> r.consequence() != Consequence.WARN).toList();
  }

  /** The rules that only count. */
  List<RuleSpec> warning() {
    return rules.stream().filter(r -> r.consequence() == Consequence.WARN).toList();
  }
}
