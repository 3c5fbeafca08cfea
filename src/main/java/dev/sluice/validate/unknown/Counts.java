// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate.unknown;

import java.util.Map;
import java.util.TreeMap;

/**
 * Counts values by the names of fields, exactly, and names a bounded number of them: what a source
 * calls its fields has no bound.
 */
final class Counts {
  /** So many fields are named. */
  private static final int MOST = 100;

  /** Under which values of all other fields are counted. */
  private static final String OTHERS = "";

  private final Map<String, Long> byField = new TreeMap<>();

  void add(String field, long values) {
    if (values != 0) {
      boolean isNamed = byField.containsKey(field) || byField.size() < MOST;
      byField.merge(isNamed ? field : OTHERS, values, Long::sum);
    }
  }

  /** The fields and their counts; of fields that are named no more, under {@link #OTHERS}. */
  Map<String, Long> all() {
    Map<String, Long> all = new TreeMap<>(byField);
    all.values().removeIf(values -> values == 0);
    return all;
  }
}
