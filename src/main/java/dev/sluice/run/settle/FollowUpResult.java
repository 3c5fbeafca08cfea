// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.settle;

import dev.sluice.warehouse.RebuiltWarehouse;
import java.util.List;
import java.util.Optional;

/**
 * What settling came to.
 *
 * @param rebuilt the warehouse that was made anew
 * @param unfinished what could not be done now, and holds no run back
 */
public record FollowUpResult(Optional<RebuiltWarehouse> rebuilt, List<UnfinishedStep> unfinished) {
  static final FollowUpResult NOTHING = new FollowUpResult(Optional.empty(), List.of());

  public FollowUpResult {
    unfinished = List.copyOf(unfinished);
  }
}
