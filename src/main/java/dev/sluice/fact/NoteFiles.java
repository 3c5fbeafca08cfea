// SPDX-License-Identifier: Apache-2.0
package dev.sluice.fact;

import dev.sluice.table.DataFile;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;

/** Tells of files that they are live after this run. */
public final class NoteFiles extends PTransform<PCollection<DataFile>, PCollection<Fact>> {
  private static final long serialVersionUID = 1L;

  private NoteFiles() {}

  public static NoteFiles live() {
    return new NoteFiles();
  }

  @Override
  public PCollection<Fact> expand(PCollection<DataFile> files) {
    return files
        .apply("Note", MapElements.into(TypeDescriptor.of(Fact.class)).via(Fact.Live::new))
        .setCoder(FactCoder.of());
  }
}
