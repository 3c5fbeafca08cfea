// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.profile;

import java.util.LinkedHashMap;
import java.util.Map;

/** Counts texts, as long as there are few of them. */
final class Tally {
  private final int most;
  private final Map<String, Long> counts = new LinkedHashMap<>();
  private boolean isFull;

  Tally(int most) {
    this.most = most;
  }

  void add(String text, long count) {
    if (counts.size() < most || counts.containsKey(text)) {
      counts.merge(text, count, Long::sum);
    } else {
      isFull = true;
    }
  }

  void overflow() {
    isFull = true;
  }

  /** Whether there were more texts than are counted. */
  boolean isFull() {
    return isFull;
  }

  /** What was counted, in the order in which it was met. */
  Map<String, Long> counts() {
    return counts;
  }

  long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
