// SPDX-License-Identifier: Apache-2.0
package dev.sluice.faults;

import dev.sluice.faults.Invocation.Emitter;
import dev.sluice.faults.Invocation.Taken;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.reflect.DoFnInvoker;
import org.apache.beam.sdk.transforms.reflect.DoFnInvokers;
import org.apache.beam.sdk.transforms.reflect.DoFnSignatures;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Does each bundle twice, as an unlucky runner would. First a copy of the DoFn takes some of the
 * elements, and is lost: what it gave away is dropped, what it did outside stays. Then another copy
 * takes all of them, in another order and cut into other bundles.
 */
final class RetryFn extends DoFn<Object, Object> {
  private static final long serialVersionUID = 1L;

  private final DoFn<Object, Object> fn;
  private final TupleTag<Object> main;
  private final ArrayList<PCollectionView<?>> views;
  private final long seed;
  private transient List<Taken> taken;
  private transient int bundle;

  RetryFn(
      DoFn<Object, Object> fn,
      TupleTag<Object> main,
      Collection<PCollectionView<?>> views,
      long seed) {
    this.fn = fn;
    this.main = main;
    this.views = new ArrayList<>(views);
    this.seed = seed;
  }

  @StartBundle
  public void start() {
    taken = new ArrayList<>();
  }

  @ProcessElement
  public void take(ProcessContext context, BoundedWindow window) {
    Map<PCollectionView<?>, Object> sides = new HashMap<>();
    views.forEach(view -> sides.put(view, context.sideInput(view)));
    taken.add(new Taken(context.element(), context.timestamp(), window, sides));
  }

  @FinishBundle
  public void finish(FinishBundleContext context) {
    if (taken.isEmpty()) {
      return;
    }
    Random random = new Random(seed + 31L * bundle++);
    List<Taken> prefix = reordered(random);
    fail(prefix.subList(0, 1 + random.nextInt(prefix.size())), random);
    Retries.noteFailed(fn.getClass().getName());
    succeed(reordered(random), random, context::output);
    taken = new ArrayList<>();
  }

  /** A bundle that is lost: in its middle, or after its end before the runner noted it. */
  private void fail(List<Taken> elements, Random random) {
    DoFnInvoker<Object, Object> copy = copy();
    copy.invokeStartBundle(new Invocation(null, main, Emitter.NONE));
    for (Taken each : elements) {
      process(copy, each, Emitter.NONE, random);
    }
    if (random.nextBoolean()) {
      copy.invokeFinishBundle(new Invocation(null, main, Emitter.NONE));
    }
    copy.invokeTeardown();
  }

  private void succeed(List<Taken> elements, Random random, Emitter out) {
    DoFnInvoker<Object, Object> copy = copy();
    int next = 0;
    while (next < elements.size()) {
      int end = next + 1 + random.nextInt(elements.size() - next);
      copy.invokeStartBundle(new Invocation(null, main, out));
      for (Taken each : elements.subList(next, end)) {
        process(copy, each, out, random);
      }
      copy.invokeFinishBundle(new Invocation(null, main, out));
      next = end;
    }
    copy.invokeTeardown();
  }

  private void process(DoFnInvoker<Object, Object> copy, Taken each, Emitter out, Random random) {
    Invocation invocation = new Invocation(each, main, out);
    if (DoFnSignatures.isSplittable(fn)) {
      new RetriedRestriction(copy, invocation, random).process();
    } else {
      copy.invokeProcessElement(invocation);
    }
  }

  private DoFnInvoker<Object, Object> copy() {
    DoFnInvoker<Object, Object> copy = DoFnInvokers.invokerFor(SerializableUtils.clone(fn));
    copy.invokeSetup(new Invocation(null, main, Emitter.NONE));
    return copy;
  }

  /** The bundle in another order; values that were grouped come in another order too. */
  private List<Taken> reordered(Random random) {
    List<Taken> others = new ArrayList<>();
    for (Taken each : taken) {
      if (each.element() instanceof KV<?, ?> pair
          && pair.getValue() instanceof Iterable<?> values) {
        List<Object> list = new ArrayList<>();
        values.forEach(list::add);
        Collections.shuffle(list, random);
        others.add(each.with(KV.of(pair.getKey(), list)));
      } else {
        others.add(each);
      }
    }
    Collections.shuffle(others, random);
    return others;
  }
}
