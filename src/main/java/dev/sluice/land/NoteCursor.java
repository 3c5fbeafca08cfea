// SPDX-License-Identifier: Apache-2.0
package dev.sluice.land;

import dev.sluice.batch.RecordBatch;
import dev.sluice.fact.Fact;
import dev.sluice.fact.FactCoder;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.schema.Column;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/** Notes the greatest cursor value of valid rows, by the source file they were read from. */
public final class NoteCursor extends PTransform<PCollection<RecordBatch>, PCollection<Fact>> {
  private static final long serialVersionUID = 1L;

  private final String table;
  private final Column cursor;
  private final KernelSettings kernel;

  private NoteCursor(String table, Column cursor, KernelSettings kernel) {
    this.table = table;
    this.cursor = cursor;
    this.kernel = kernel;
  }

  public static NoteCursor of(String table, Column cursor, KernelSettings kernel) {
    return new NoteCursor(table, cursor, kernel);
  }

  @Override
  public PCollection<Fact> expand(PCollection<RecordBatch> valid) {
    return valid
        .apply("Greatest of each batch", ParDo.of(new NoteCursorFn(table, cursor, kernel)))
        .setCoder(FactCoder.of());
  }
}
