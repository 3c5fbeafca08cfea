// SPDX-License-Identifier: Apache-2.0
package dev.sluice.faults;

import dev.sluice.faults.Invocation.Emitter;
import java.util.Random;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.transforms.DoFn.ProcessContinuation;
import org.apache.beam.sdk.transforms.reflect.DoFnInvoker;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.transforms.splittabledofn.SplitResult;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.util.UserCodeException;

/**
 * Processes one element of a splittable DoFn in pieces: each is cut after a few claims, and half of
 * them are lost once after a few claims, and begun again.
 */
final class RetriedRestriction {
  private static final int MOST_CLAIMS = 3;

  private final DoFnInvoker<Object, Object> fn;
  private final Invocation invocation;
  private final Random random;
  private final Coder<Object> coder;

  RetriedRestriction(DoFnInvoker<Object, Object> fn, Invocation invocation, Random random) {
    this.fn = fn;
    this.invocation = invocation;
    this.random = random;
    this.coder = fn.invokeGetRestrictionCoder(CoderRegistry.createDefault());
  }

  void process() {
    Object rest = fn.invokeGetInitialRestriction(invocation);
    while (rest != null) {
      Object piece = transported(rest);
      if (random.nextBoolean()) {
        lose(piece);
      }
      CutTracker tracker = new CutTracker(tracker(piece), claims(), false);
      ProcessContinuation then = fn.invokeProcessElement(invocation.of(piece).within(tracker));
      if (then.shouldResume()) {
        tracker.cut();
      }
      tracker.checkDone();
      rest = tracker.rest;
    }
  }

  private void lose(Object piece) {
    CutTracker tracker = new CutTracker(tracker(piece), claims(), true);
    try {
      ProcessContinuation unused =
          fn.invokeProcessElement(invocation.to(Emitter.NONE).of(piece).within(tracker));
    } catch (UserCodeException e) {
      if (!(e.getCause() instanceof WorkerLost)) {
        throw e;
      }
    }
  }

  private int claims() {
    return 1 + random.nextInt(MOST_CLAIMS);
  }

  private RestrictionTracker<Object, Object> tracker(Object piece) {
    return fn.invokeNewTracker(invocation.of(piece));
  }

  private Object transported(Object restriction) {
    try {
      return CoderUtils.clone(coder, restriction);
    } catch (CoderException e) {
      throw new AssertionError(e);
    }
  }

  private static final class WorkerLost extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Cuts, or ends the worker, after so many claims. */
  private static final class CutTracker extends RestrictionTracker<Object, Object> {
    private final RestrictionTracker<Object, Object> of;
    private final boolean isDoomed;
    private int left;
    private Object rest;

    CutTracker(RestrictionTracker<Object, Object> of, int claims, boolean isDoomed) {
      this.of = of;
      this.left = claims;
      this.isDoomed = isDoomed;
    }

    void cut() {
      SplitResult<Object> parts = of.trySplit(0);
      if (parts != null) {
        rest = parts.getResidual();
      }
    }

    @Override
    public boolean tryClaim(Object position) {
      if (left-- == 0) {
        if (isDoomed) {
          throw new WorkerLost();
        }
        cut();
      }
      return of.tryClaim(position);
    }

    @Override
    public Object currentRestriction() {
      return of.currentRestriction();
    }

    @Override
    public SplitResult<Object> trySplit(double fraction) {
      return of.trySplit(fraction);
    }

    @Override
    public void checkDone() {
      of.checkDone();
    }

    @Override
    public IsBounded isBounded() {
      return of.isBounded();
    }
  }
}
