// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files;

import dev.sluice.source.files.format.FileReader;
import dev.sluice.source.files.position.FilePart;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;

/** Cuts files that are long into parts, and spreads all over lanes. */
final class CutFilesFn extends DoFn<Lane, Lane> {
  private static final long serialVersionUID = 1L;

  private final FileReader.Opener opener;
  private final Pace pace;

  CutFilesFn(FileReader.Opener opener, Pace pace) {
    this.opener = opener;
    this.pace = pace;
  }

  @ProcessElement
  public void cut(@Element Lane files, OutputReceiver<Lane> out) {
    long all = files.parts().stream().mapToLong(FilePart::bytes).sum();
    List<FilePart> parts = new ArrayList<>();
    for (FilePart whole : files.parts()) {
      long size = pace.partOf(whole.bytes(), all);
      parts.addAll(size < whole.bytes() ? opener.parts(whole.file(), size) : List.of(whole));
    }
    pace.spread(parts).forEach(out::output);
  }
}
