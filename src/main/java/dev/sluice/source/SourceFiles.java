// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.source.format.InputFile;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;

/** Finds the files of a source. */
public final class SourceFiles {
  private SourceFiles() {}

  /**
   * The files that paths and globs match now, sorted by path, each once.
   *
   * @throws PipelineException NO_FILES when a pattern matches none; FILE_UNREADABLE when a folder
   *     cannot be listed
   */
  public static List<InputFile> list(List<String> patterns) {
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
    return List.copyOf(files.values());
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
