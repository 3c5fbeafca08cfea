// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files;

import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.transforms.splittabledofn.SplitResult;
import org.jspecify.annotations.Nullable;

/**
 * Tracks how far a lane is read. A claim names the place after a piece and comes before its output.
 *
 * <p>A lane can be stopped but not cut elsewhere: where a record of a file begins is known only to
 * who has read everything before it.
 */
final class LaneTracker extends RestrictionTracker<LaneSpan, LanePosition> {
  private LaneSpan span;
  private LanePosition claimed;

  LaneTracker(LaneSpan span) {
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
    if (fraction > 0 || claimed.compareTo(span.to()) >= 0) {
      return null;
    }
    LaneSpan rest = new LaneSpan(claimed, span.to());
    span = new LaneSpan(span.from(), claimed);
    return SplitResult.of(span, rest);
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
