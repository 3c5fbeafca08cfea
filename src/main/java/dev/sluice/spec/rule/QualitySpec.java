// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.rule;

import java.io.Serializable;
import java.util.List;

/** What rows and the whole of a table must satisfy. */
public record QualitySpec(List<RuleSpec> rules, List<CheckSpec> checks, Tolerance tolerate)
    implements Serializable {
  public QualitySpec {
    rules = List.copyOf(rules);
    checks = List.copyOf(checks);
  }
}
