// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files;

import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.transforms.splittabledofn.SplitResult;
import org.jspecify.annotations.Nullable;

/**
 * Tracks how far a lane is read. A claim names the place after a piece and comes before its output.
 *
 * <p>A lane can be stopped after each piece, and given away from the beginning of a later part on;
 * nowhere else, for where a record begins inside a part is known only to who has read what is
 * before it.
 */
final class LaneTracker extends RestrictionTracker<LaneSpan, LanePosition>
    implements RestrictionTracker.HasProgress {
  private final Lane lane;
  private LaneSpan span;
  private LanePosition claimed;

  LaneTracker(Lane lane, LaneSpan span) {
    this.lane = lane;
    this.span = span;
    this.claimed = span.from();
  }

  @Override
  public boolean tryClaim(LanePosition end) {
    if (end.compareTo(span.to()) > 0) {
      return false;
    }
    claimed = end;
    return true;
  }

  @Override
  public LaneSpan currentRestriction() {
    return span;
  }

  @Override
  public @Nullable SplitResult<LaneSpan> trySplit(double fraction) {
    LanePosition end = fraction > 0 ? partAfter(fraction) : claimed;
    if (end.compareTo(span.to()) >= 0) {
      return null;
    }
    LaneSpan rest = new LaneSpan(end, span.to());
    span = new LaneSpan(span.from(), end);
    return SplitResult.of(span, rest);
  }

  /** The first part that begins when so much is read of what is left. */
  private LanePosition partAfter(double fraction) {
    Progress progress = getProgress();
    double wanted =
        lane.bytesBefore(span.from())
            + progress.getWorkCompleted()
            + fraction * progress.getWorkRemaining();
    int part = claimed.part() + 1;
    while (part < span.to().part() && lane.bytesBefore(LanePosition.startOf(part)) < wanted) {
      part++;
    }
    return LanePosition.startOf(part);
  }

  @Override
  public Progress getProgress() {
    double at = lane.bytesBefore(claimed);
    return Progress.from(
        at - lane.bytesBefore(span.from()), Math.max(lane.bytesBefore(span.to()) - at, 0));
  }

  @Override
  public void checkDone() {
    if (claimed.compareTo(span.to()) < 0) {
      throw new IllegalStateException("Stopped at " + claimed + " before " + span.to());
    }
  }

  @Override
  public IsBounded isBounded() {
    return IsBounded.BOUNDED;
  }
}
