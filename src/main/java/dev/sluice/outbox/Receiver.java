// SPDX-License-Identifier: Apache-2.0
package dev.sluice.outbox;

import dev.sluice.table.log.Manifest;

/** Somebody outside who is told how runs ended. */
@FunctionalInterface
public interface Receiver {
  /**
   * Tells of one run, and returns once that was taken.
   *
   * @param digest SHA-256 of the run's manifest, in lower-case hex
   * @return by what the receiver knows what it was told; the same whenever it is told
   * @throws dev.sluice.error.PipelineException when it was not taken; it may have arrived
   */
  String tell(Manifest run, String digest);
}
