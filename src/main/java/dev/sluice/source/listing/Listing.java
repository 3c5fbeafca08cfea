// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.listing;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.source.format.InputFile;
import dev.sluice.spec.path.PathPattern;
import dev.sluice.spec.path.PatternProblem;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds what patterns match, wherever they lead. */
public final class Listing {
  private Listing() {}

  /**
   * Finds files of this machine and of buckets.
   *
   * @param within a folder whose files must truly lie in it, links or not; null for none
   */
  public static Found of(List<String> texts, @Nullable String within) {
    LocalListing local = new LocalListing(within == null ? null : Path.of(within));
    TreeMap<String, InputFile> files = new TreeMap<>();
    TreeSet<String> hidden = new TreeSet<>();
    for (String text : texts) {
      List<PathPattern> patterns = parse(text);
      boolean isMatched = false;
      for (PathPattern pattern : patterns) {
        isMatched |= local.find(pattern);
      }
      if (!isMatched) {
        throw new PipelineException(
            ErrorCode.NO_FILES, "No file matches %s: %s".formatted(text, NoMatch.why(patterns)));
      }
    }
    local.files().forEach(file -> files.put(file.path(), file));
    hidden.addAll(local.hidden());
    return new Found(
        List.copyOf(files.values()), List.copyOf(hidden), local.again().stream().sorted().toList());
  }

  private static List<PathPattern> parse(String text) {
    try {
      return PathPattern.parse(text);
    } catch (PatternProblem e) {
      throw new PipelineException(ErrorCode.INVALID_VALUE, e.getMessage() + ": " + e.advice(), e);
    }
  }
}
