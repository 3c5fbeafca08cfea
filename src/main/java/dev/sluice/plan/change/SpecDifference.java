// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Compares what a spec says of a table with what it said in the last run. */
public final class SpecDifference {
  private SpecDifference() {}

  /** The parts that came, went or changed; none where nobody noted what they were. */
  public static List<String> parts(Map<String, String> before, Map<String, String> now) {
    List<String> parts = new ArrayList<>();
    if (before.isEmpty()) {
      return parts;
    }
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(now.keySet());
    for (String name : names) {
      String was = before.get(name);
      String is = now.get(name);
      if (was == null) {
        parts.add(name + " is new");
      } else if (is == null) {
        parts.add(name + " is gone");
      } else if (!was.equals(is)) {
        parts.add(name + " changed");
      }
    }
    return parts;
  }
}
