// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files;

import dev.sluice.intake.InputFile;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.util.SerializableSupplier;

/** Names the files of a source when the pipeline runs. */
final class ListFilesFn extends DoFn<byte[], Lane> {
  private static final long serialVersionUID = 1L;

  private final SerializableSupplier<List<InputFile>> files;
  private final Pace pace;

  ListFilesFn(SerializableSupplier<List<InputFile>> files, Pace pace) {
    this.files = files;
    this.pace = pace;
  }

  @ProcessElement
  public void list(OutputReceiver<Lane> out) {
    pace.begin(files.get()).forEach(out::output);
  }
}
