// SPDX-License-Identifier: Apache-2.0
package dev.sluice.commit;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.table.log.Manifest;
import org.apache.beam.sdk.transforms.DoFn;

/**
 * Ends a job as failed, once the evidence of what held its run back is written: whoever watches the
 * job alone would take it for done. Does nothing else, for a runner tries it several times.
 */
final class FailJobFn extends DoFn<Manifest, Void> {
  private static final long serialVersionUID = 1L;

  @ProcessElement
  public void fail(@Element Manifest evidence) {
    throw new PipelineException(
        ErrorCode.CHECK_FAILED,
        "Run %s failed, nothing was committed: %s"
            .formatted(evidence.run().id(), evidence.run().reason()));
  }
}
