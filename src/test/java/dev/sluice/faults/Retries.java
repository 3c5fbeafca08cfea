// SPDX-License-Identifier: Apache-2.0
package dev.sluice.faults;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.runners.AppliedPTransform;
import org.apache.beam.sdk.runners.PTransformOverride;
import org.apache.beam.sdk.runners.PTransformOverrideFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.util.construction.PTransformReplacements;
import org.apache.beam.sdk.util.construction.ReplacementOutputs;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;

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
    pipeline.replaceAll(
        java.util.List.of(PTransformOverride.of(Retries::isOurs, new Factory(seed))));
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

  private static boolean isOurs(AppliedPTransform<?, ?, ?> applied) {
    if (!(applied.getTransform() instanceof ParDo.MultiOutput<?, ?> parDo)) {
      return false;
    }
    Class<?> fn = parDo.getFn().getClass();
    return fn != RetryFn.class
        && (fn.getName().startsWith("dev.sluice.")
            || fn.getName().startsWith("org.apache.beam.sdk.transforms.MapElements"));
  }

  private static final class Factory
      implements PTransformOverrideFactory<
          PCollection<Object>, PCollectionTuple, ParDo.MultiOutput<Object, Object>> {
    private final long seed;

    Factory(long seed) {
      this.seed = seed;
    }

    @Override
    public PTransformReplacement<PCollection<Object>, PCollectionTuple> getReplacementTransform(
        AppliedPTransform<PCollection<Object>, PCollectionTuple, ParDo.MultiOutput<Object, Object>>
            applied) {
      ParDo.MultiOutput<Object, Object> parDo = applied.getTransform();
      DoFn<Object, Object> retried =
          new RetryFn(
              parDo.getFn(),
              parDo.getMainOutputTag(),
              parDo.getSideInputs().values(),
              seed ^ applied.getFullName().hashCode());
      return PTransformReplacement.of(
          PTransformReplacements.getSingletonMainInput(applied),
          new Retried(
              ParDo.of(retried)
                  .withSideInputs(parDo.getSideInputs())
                  .withOutputTags(parDo.getMainOutputTag(), parDo.getAdditionalOutputTags())));
    }

    @Override
    public Map<PCollection<?>, ReplacementOutput> mapOutputs(
        Map<TupleTag<?>, PCollection<?>> outputs, PCollectionTuple replaced) {
      return ReplacementOutputs.tagged(outputs, replaced);
    }
  }

  /** A composite, for a replacement must not be of the kind that it replaces. */
  private static final class Retried
      extends org.apache.beam.sdk.transforms.PTransform<PCollection<Object>, PCollectionTuple> {
    private static final long serialVersionUID = 1L;

    private final ParDo.MultiOutput<Object, Object> parDo;

    Retried(ParDo.MultiOutput<Object, Object> parDo) {
      this.parDo = parDo;
    }

    @Override
    public PCollectionTuple expand(PCollection<Object> in) {
      return in.apply("Retried", parDo);
    }
  }
}
