// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.stream;

import dev.sluice.error.PipelineException;
import dev.sluice.plan.epoch.HeldEpoch;
import dev.sluice.run.compact.Compaction;
import dev.sluice.run.settle.UnfinishedStep;
import dev.sluice.table.log.Manifest;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Is told what becomes of a stream's epochs, by the thread that runs them. */
public interface EpochListener {
  /** Messages are received at these addresses; told once, and of no address nothing. */
  void receiving(List<String> addresses);

  /** The sources hold nothing so far; told once. */
  void waiting();

  /** What people should know of the sources; each a sentence, and each told once. */
  void noted(List<String> notes);

  /**
   * An epoch was committed.
   *
   * @param left what follows and could not be done yet; the next epoch does it
   */
  void committed(Manifest manifest, List<UnfinishedStep> left, Duration took);

  /** Many small files became few; no row changed. */
  void compacted(Compaction.Result result);

  /**
   * An epoch was held back, and the stream goes on without what it had read.
   *
   * @param evidence of its gates; null of one that trouble with its data stopped before
   */
  void held(HeldEpoch epoch, @Nullable Manifest evidence);

  /**
   * The warehouse was to follow the lake, and could not.
   *
   * @param left what is to be done yet; the next time it is, or the next command does it
   */
  void behind(List<UnfinishedStep> left);

  /** Trouble of the world; the stream tries again after a while. */
  void postponed(PipelineException trouble, Duration wait);
}
