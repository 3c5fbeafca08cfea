// SPDX-License-Identifier: Apache-2.0
package dev.sluice.faults;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.reflect.DoFnInvokers;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.TupleTag;

/** Adds up the processor time of a DoFn that has one output and nothing to do for a bundle. */
final class TimedFn extends DoFn<Object, Object> {
  private static final long serialVersionUID = 1L;
  private static final AtomicLong SPENT = new AtomicLong();

  private final DoFn<Object, Object> fn;
  private final TupleTag<Object> main;

  TimedFn(DoFn<Object, Object> fn, TupleTag<Object> main) {
    this.fn = fn;
    this.main = main;
  }

  /** Nanoseconds since the last call. */
  static long spent() {
    return SPENT.getAndSet(0);
  }

  @ProcessElement
  public void time(ProcessContext context, BoundedWindow window) {
    Invocation.Taken taken =
        new Invocation.Taken(context.element(), context.timestamp(), window, Map.of());
    Invocation each =
        new Invocation(taken, main, (tag, value, timestamp, w) -> context.output(tag, value));
    long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    DoFnInvokers.invokerFor(fn).invokeProcessElement(each);
    SPENT.addAndGet(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin);
  }
}
