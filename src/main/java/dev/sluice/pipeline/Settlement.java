// SPDX-License-Identifier: Apache-2.0
package dev.sluice.pipeline;

import dev.sluice.run.Unfinished;
import dev.sluice.warehouse.Rebuilt;
import java.util.List;
import java.util.Optional;

/**
 * What settling came to.
 *
 * @param rebuilt the warehouse that was made anew
 * @param unfinished what could not be done now, and holds no run back
 */
public record Settlement(Optional<Rebuilt> rebuilt, List<Unfinished> unfinished) {
  static final Settlement NOTHING = new Settlement(Optional.empty(), List.of());

  public Settlement {
    unfinished = List.copyOf(unfinished);
  }
}
