// SPDX-License-Identifier: Apache-2.0
package dev.sluice.land.time;

import dev.sluice.batch.RecordBatch;
import dev.sluice.fact.Fact;
import dev.sluice.fact.FactCoder;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.spec.time.EventTime;
import dev.sluice.table.time.Watermark;
import java.time.Instant;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;

/**
 * Moves the watermark of a table by the event times of its valid rows. The output is one {@link
 * Fact.Passed}, also where no row came.
 */
public final class PassTime extends PTransform<PCollection<RecordBatch>, PCollection<Fact>> {
  private static final long serialVersionUID = 1L;

  private final Plan plan;
  private final Watermark before;
  private final KernelSettings kernel;

  private PassTime(Plan plan, Watermark before, KernelSettings kernel) {
    this.plan = plan;
    this.before = before;
    this.kernel = kernel;
  }

  /**
   * What is read.
   *
   * @param isParted whether each origin is a partition of its own; else all rows are of one
   * @param run the run's logical time, ISO 8601
   * @param clock the time that no event can have: rows behind it, sent by a clock that is wrong, do
   *     not move the watermark
   */
  public record Plan(String table, EventTime time, boolean isParted, String run, String clock)
      implements java.io.Serializable {}

  /** From where it stood before the run. */
  public static PassTime of(Plan plan, Watermark before, KernelSettings kernel) {
    return new PassTime(plan, before, kernel);
  }

  @Override
  public PCollection<Fact> expand(PCollection<RecordBatch> valid) {
    Plan own = plan;
    Watermark stood = before;
    return valid
        .apply("Greatest of each batch", ParDo.of(new EventTimeFn(plan, kernel)))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()))
        .apply("Greatest of each partition", Combine.globally(new GreatestFn()))
        .apply(
            "Watermark",
            MapElements.into(TypeDescriptor.of(Fact.class))
                .via(
                    greatest ->
                        new Fact.Passed(
                            own.table(),
                            stood.after(
                                own.time().column(),
                                greatest,
                                Instant.parse(own.run()),
                                own.time().outOfOrder(),
                                own.time().idleAfter()))))
        .setCoder(FactCoder.of());
  }
}
