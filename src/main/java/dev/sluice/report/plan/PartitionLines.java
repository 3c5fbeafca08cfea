// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.plan;

import dev.sluice.plan.change.PlannedChange.Behind;
import dev.sluice.report.text.SafeText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Says how far a run is behind the head of topics; those most behind first. */
final class PartitionLines {
  private static final int MOST_NAMED = 10;

  private PartitionLines() {}

  static List<String> of(List<Behind> partitions) {
    long all = partitions.stream().mapToLong(Behind::offsets).sum();
    List<String> lines = new ArrayList<>();
    if (partitions.stream().allMatch(Behind::isInbox)) {
      return List.of(SafeText.count(all, "message") + " in its inbox");
    }
    lines.add(
        "%s behind the head, in %s"
            .formatted(
                SafeText.count(all, "offset"), SafeText.count(partitions.size(), "partition")));
    partitions.stream()
        .sorted(
            Comparator.comparingLong(Behind::offsets).reversed().thenComparing(Behind::partition))
        .limit(MOST_NAMED)
        .forEach(
            each ->
                lines.add(
                    "  %s: %s, from %d to %d"
                        .formatted(
                            each.partition(),
                            SafeText.number(each.offsets()),
                            each.from(),
                            each.to())));
    return lines;
  }
}
