// SPDX-License-Identifier: Apache-2.0
package dev.sluice.pipeline;

import dev.sluice.lake.Manifest;
import dev.sluice.spec.PipelineSpec;
import java.time.Instant;
import java.util.List;

/** A run under way. */
public final class PipelineRun {
  private PipelineRun() {}

  /**
   * Starts a run and returns at once.
   *
   * @param createdAt the run's logical time
   */
  public static PipelineRun start(PipelineSpec spec, Instant createdAt) {
    throw new UnsupportedOperationException();
  }

  /**
   * How far one table or model is.
   *
   * @param rows read so far
   * @param dead letters so far
   */
  public record Progress(String table, long rows, long dead) {}

  /** How far the run is; callable at any time from any thread. */
  public List<Progress> progress() {
    throw new UnsupportedOperationException();
  }

  public boolean isDone() {
    throw new UnsupportedOperationException();
  }

  /**
   * Waits for the end.
   *
   * @return the committed manifest, or the evidence of a run that its gates held back
   * @throws dev.sluice.error.PipelineException when the run could not finish
   */
  public Manifest await() {
    throw new UnsupportedOperationException();
  }
}
