// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan;

import dev.sluice.letters.book.LetterFilter;
import dev.sluice.plan.epoch.EpochLimit;
import dev.sluice.plan.selection.Selection;
import dev.sluice.spec.PipelineSpec;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run is asked to do.
 *
 * @param specDigest SHA-256 of the spec's files
 * @param createdAt the run's logical time; null for now, or for the time of the attempt that is
 *     taken up again
 * @param range the cursor values to read again; {@link Range#NONE} for an ordinary run
 * @param replay the dead letters to send through again; null for a run that reads its sources
 * @param isForced whether to run although nothing changed since the last run
 * @param dropped tables and models that the spec no longer has, and production need not show
 * @param selection the tables and models to look at
 * @param epoch how much it takes in at most as an epoch of a stream, where files may still be
 *     written or not be there yet; null for a run that is none
 */
public record RunRequest(
    PipelineSpec spec,
    String specDigest,
    @Nullable Instant createdAt,
    Range range,
    @Nullable LetterFilter replay,
    boolean isForced,
    List<String> dropped,
    Selection selection,
    @Nullable EpochLimit epoch) {
  public RunRequest {
    dropped = List.copyOf(dropped);
  }

  /** A request that looks at all tables and models, and drops nothing. */
  public RunRequest(
      PipelineSpec spec,
      String specDigest,
      @Nullable Instant createdAt,
      Range range,
      @Nullable LetterFilter replay,
      boolean isForced) {
    this(spec, specDigest, createdAt, range, replay, isForced, List.of(), Selection.ALL, null);
  }

  /** The same as an epoch of a stream, which takes in so much at most. */
  public RunRequest asEpoch(EpochLimit most) {
    return new RunRequest(
        spec, specDigest, createdAt, range, replay, isForced, dropped, selection, most);
  }

  /** Whether it is an epoch of a stream. */
  boolean isEpoch() {
    return epoch != null;
  }

  /** The same of the lake alone: its warehouse follows later. */
  public RunRequest withoutWarehouse() {
    return new RunRequest(
        spec.withoutWarehouse(),
        specDigest,
        createdAt,
        range,
        replay,
        isForced,
        dropped,
        selection,
        epoch);
  }

  /** An ordinary run. */
  public static RunRequest of(PipelineSpec spec, String specDigest, @Nullable Instant createdAt) {
    return new RunRequest(spec, specDigest, createdAt, Range.NONE, null, false);
  }

  /** A replay of dead letters. */
  public static RunRequest replay(
      PipelineSpec spec, String specDigest, @Nullable Instant createdAt, LetterFilter letters) {
    return new RunRequest(spec, specDigest, createdAt, Range.NONE, letters, false);
  }

  /**
   * A range of cursor values.
   *
   * @param from the least value; empty for no bound
   * @param to the value to stop before; empty for no bound
   */
  public record Range(String from, String to) {
    public static final Range NONE = new Range("", "");

    boolean isNone() {
      return from.isEmpty() && to.isEmpty();
    }
  }
}
