// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate;

import dev.sluice.spec.rule.RuleSpec;
import java.io.Serializable;
import java.util.HashSet;
import java.util.Set;

/**
 * What is asked of rows that come now for the first time.
 *
 * @param again the origins whose rows were there before, and are read again: none of them is late
 */
record LateRule(RuleSpec rule, HashSet<String> again) implements Serializable {
  LateRule(RuleSpec rule, Set<String> again) {
    this(rule, new HashSet<>(again));
  }

  boolean isAsked(String origin) {
    return !again.contains(origin);
  }
}
