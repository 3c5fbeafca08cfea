// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.source.format.InputFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.transforms.DoFn;

/** Finds the files of a source when the pipeline runs, and spreads them over lanes. */
final class ListFilesFn extends DoFn<byte[], Lane> {
  private static final long serialVersionUID = 1L;

  private final ArrayList<String> patterns;
  private final int lanes;

  ListFilesFn(List<String> patterns, int lanes) {
    this.patterns = new ArrayList<>(patterns);
    this.lanes = lanes;
  }

  @ProcessElement
  public void list(OutputReceiver<Lane> out) {
    TreeMap<String, InputFile> files = new TreeMap<>();
    for (String pattern : patterns) {
      int matched = 0;
      for (MatchResult.Metadata found : match(pattern)) {
        if (!found.resourceId().isDirectory()) {
          files.put(found.resourceId().toString(), InputFile.of(found));
          matched++;
        }
      }
      if (matched == 0) {
        throw new PipelineException(ErrorCode.NO_FILES, "No file matches " + pattern);
      }
    }
    Lane.spread(List.copyOf(files.values()), lanes).forEach(out::output);
  }

  private static List<MatchResult.Metadata> match(String pattern) {
    try {
      return FileSystems.match(pattern, EmptyMatchTreatment.ALLOW).metadata();
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.FILE_UNREADABLE, "Cannot list " + pattern + ": " + e.getMessage(), e);
    }
  }
}
