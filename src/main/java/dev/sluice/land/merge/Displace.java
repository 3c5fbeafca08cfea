// SPDX-License-Identifier: Apache-2.0
package dev.sluice.land.merge;

import dev.sluice.fact.Fact;
import dev.sluice.fact.FactCoder;
import dev.sluice.fact.Told;
import dev.sluice.intake.Intake;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.schema.TableSchema;
import dev.sluice.table.DataFile;
import dev.sluice.table.file.Scope;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Writes live files of a table that appends anew, without the rows whose place this run's rows
 * take.
 *
 * <p>A file is written as a whole, or not at all when no row of it stays. Done twice it gives the
 * same rows in another file.
 */
public final class Displace extends PTransform<PCollection<DataFile>, PCollectionTuple> {
  private static final long serialVersionUID = 1L;

  /** Files with the rows that stay. */
  public static final TupleTag<DataFile> STAYING = new TupleTag<>("staying") {};

  /** How many rows went. */
  public static final TupleTag<Fact> FACTS = Told.FACTS;

  private final Plan plan;
  private final Scope run;
  private final KernelSettings kernel;

  private Displace(Plan plan, Scope run, KernelSettings kernel) {
    this.plan = plan;
    this.run = run;
    this.kernel = kernel;
  }

  public static Displace rows(Plan plan, Scope run, KernelSettings kernel) {
    return new Displace(plan, run, kernel);
  }

  /** Which rows of which table. */
  public record Plan(String table, TableSchema schema, Intake.Replaced replaced)
      implements java.io.Serializable {}

  @Override
  public PCollectionTuple expand(PCollection<DataFile> files) {
    PCollectionTuple split =
        files.apply(
            "Write anew",
            ParDo.of(new DisplaceFn(plan, run, kernel))
                .withOutputTags(STAYING, TupleTagList.of(FACTS)));
    split.get(STAYING).setCoder(SerializableCoder.of(DataFile.class));
    split.get(FACTS).setCoder(FactCoder.of());
    return split;
  }
}
