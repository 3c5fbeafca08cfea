// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files;

import dev.sluice.error.PipelineException;
import dev.sluice.intake.InputFile;
import dev.sluice.source.files.listing.FileListing;
import dev.sluice.source.files.listing.FoundFiles;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the files of a source. */
public final class SourceFiles {
  private SourceFiles() {}

  /**
   * The files that paths and patterns match now, sorted by path, each once.
   *
   * @throws PipelineException as {@link #find}
   */
  public static List<InputFile> list(List<String> patterns) {
    return find(patterns, null).files();
  }

  /**
   * The files that paths and patterns match now, and what was left out.
   *
   * @param within a folder whose files must truly lie in it, links or not; null for none
   * @throws PipelineException NO_FILES when a pattern matches none; FILE_UNREADABLE when a folder
   *     cannot be listed, or a name not be opened; PATH_OUTSIDE when a link leads out
   */
  public static FoundFiles find(List<String> patterns, @Nullable String within) {
    return FileListing.of(patterns, within);
  }

  /** As {@link #find}, where none need be there yet. */
  public static FoundFiles findSoFar(List<String> patterns, @Nullable String within) {
    return FileListing.soFar(patterns, within);
  }
}
