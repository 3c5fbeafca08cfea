// SPDX-License-Identifier: Apache-2.0
package dev.sluice.faults;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.runners.AppliedPTransform;
import org.apache.beam.sdk.runners.PTransformOverride;
import org.apache.beam.sdk.runners.PTransformOverrideFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.util.construction.PTransformReplacements;
import org.apache.beam.sdk.util.construction.ReplacementOutputs;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;

/** Puts other DoFns in the place of a pipeline's. */
final class Rewrite {
  private Rewrite() {}

  /** Makes the DoFn that takes a place. */
  interface Substitute {
    DoFn<Object, Object> of(String name, ParDo.MultiOutput<Object, Object> parDo);
  }

  static void replace(Pipeline pipeline, Predicate<DoFn<?, ?>> which, Substitute by) {
    pipeline.replaceAll(
        List.of(PTransformOverride.of(each -> matches(each, which), new Factory(by))));
  }

  private static boolean matches(AppliedPTransform<?, ?, ?> each, Predicate<DoFn<?, ?>> which) {
    return each.getTransform() instanceof ParDo.MultiOutput<?, ?> parDo
        && !(parDo.getFn() instanceof RetryFn)
        && !(parDo.getFn() instanceof TimedFn)
        && which.test(parDo.getFn());
  }

  private record Factory(Substitute by)
      implements PTransformOverrideFactory<
          PCollection<Object>, PCollectionTuple, ParDo.MultiOutput<Object, Object>> {
    @Override
    public PTransformReplacement<PCollection<Object>, PCollectionTuple> getReplacementTransform(
        AppliedPTransform<PCollection<Object>, PCollectionTuple, ParDo.MultiOutput<Object, Object>>
            applied) {
      ParDo.MultiOutput<Object, Object> parDo = applied.getTransform();
      return PTransformReplacement.of(
          PTransformReplacements.getSingletonMainInput(applied),
          new Replaced(
              ParDo.of(by.of(applied.getFullName(), parDo))
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
  private static final class Replaced extends PTransform<PCollection<Object>, PCollectionTuple> {
    private static final long serialVersionUID = 1L;

    private final ParDo.MultiOutput<Object, Object> parDo;

    Replaced(ParDo.MultiOutput<Object, Object> parDo) {
      this.parDo = parDo;
    }

    @Override
    public PCollectionTuple expand(PCollection<Object> in) {
      return in.apply("Replaced", parDo);
    }
  }
}
