// SPDX-License-Identifier: Apache-2.0
package dev.sluice.land;

import dev.sluice.batch.RecordBatch;
import dev.sluice.fact.Fact;
import dev.sluice.fact.NoteFiles;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.table.file.Scope;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;

/** Lands the rows of a table as they came, and tells which files they are in. */
public final class LandRaw extends PTransform<PCollection<RecordBatch>, PCollection<Fact>> {
  private static final long serialVersionUID = 1L;

  private final String table;
  private final Scope scope;
  private final KernelSettings kernel;

  private LandRaw(String table, Scope scope, KernelSettings kernel) {
    this.table = table;
    this.scope = scope;
    this.kernel = kernel;
  }

  public static LandRaw rows(String table, Scope scope, KernelSettings kernel) {
    return new LandRaw(table, scope, kernel);
  }

  @Override
  public PCollection<Fact> expand(PCollection<RecordBatch> raw) {
    return raw.apply("Land", Land.raw(table, scope, kernel)).apply("Files", NoteFiles.live());
  }
}
