// SPDX-License-Identifier: Apache-2.0
package dev.sluice.faults;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.DoFn;

/**
 * Makes a pipeline's every DoFn of Sluice, and Beam's that run Sluice's functions, live through
 * failed and differently cut bundles; the direct runner alone never retries.
 */
final class Retries {
  private static final Map<String, LongAdder> FAILED = new ConcurrentSkipListMap<>();

  private Retries() {}

  /** Rewrites a pipeline; elements that a step changed after it gave them away are found too. */
  static void inject(Pipeline pipeline, long seed) {
    DirectOptions options = pipeline.getOptions().as(DirectOptions.class);
    options.setEnforceImmutability(true);
    options.setEnforceEncodability(true);
    Rewrite.replace(
        pipeline,
        Retries::isOurs,
        (name, parDo) ->
            new RetryFn(
                parDo.getFn(),
                parDo.getMainOutputTag(),
                parDo.getSideInputs().values(),
                seed ^ name.hashCode()));
  }

  /** The classes whose bundles failed. */
  static Set<String> classes() {
    return Set.copyOf(FAILED.keySet());
  }

  static long bundles() {
    return FAILED.values().stream().mapToLong(LongAdder::sum).sum();
  }

  static void noteFailed(String fn) {
    FAILED.computeIfAbsent(fn, f -> new LongAdder()).increment();
  }

  private static boolean isOurs(DoFn<?, ?> fn) {
    String name = fn.getClass().getName();
    return name.startsWith("dev.sluice.")
        || name.startsWith("org.apache.beam.sdk.transforms.MapElements");
  }
}
