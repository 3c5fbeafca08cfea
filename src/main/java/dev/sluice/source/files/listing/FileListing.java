// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.listing;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.intake.InputFile;
import dev.sluice.spec.path.PathPattern;
import dev.sluice.spec.path.PatternProblem;
import dev.sluice.store.GcsClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what patterns match, wherever they lead. */
public final class FileListing {
  private final LocalListing local;
  private final BucketListing buckets = new BucketListing(GcsClient::get);

  private FileListing(@Nullable String within) {
    this.local = new LocalListing(within == null ? null : Path.of(within));
  }

  /**
   * Finds files of this machine and of buckets.
   *
   * @param within a folder whose files must truly lie in it, links or not; null for none
   */
  public static FoundFiles of(List<String> texts, @Nullable String within) {
    FileListing listing = new FileListing(within);
    texts.forEach(text -> listing.find(text, true));
    return listing.found();
  }

  /** As {@link #of}, where patterns may match none yet. */
  public static FoundFiles soFar(List<String> texts, @Nullable String within) {
    FileListing listing = new FileListing(within);
    texts.forEach(text -> listing.find(text, false));
    return listing.found();
  }

  private void find(String text, boolean isRequired) {
    List<PathPattern> patterns = parse(text);
    boolean isMatched = false;
    for (PathPattern pattern : patterns) {
      isMatched |= find(pattern);
    }
    if (!isMatched && isRequired) {
      String why =
          patterns.get(0).isRemote() ? buckets.why(patterns.get(0)) : NoMatch.why(patterns);
      throw new PipelineException(ErrorCode.NO_FILES, "No file matches " + text + ": " + why);
    }
  }

  private boolean find(PathPattern pattern) {
    if (!pattern.isRemote()) {
      return local.find(pattern);
    }
    BucketListing.requireReach(pattern);
    return buckets.find(pattern);
  }

  private FoundFiles found() {
    List<InputFile> files = new ArrayList<>(local.files());
    files.addAll(buckets.files().values());
    files.sort(Comparator.comparing(InputFile::path));
    List<String> hidden = new ArrayList<>(local.hidden());
    hidden.addAll(buckets.hidden());
    return new FoundFiles(files, hidden, local.again().stream().sorted().toList());
  }

  private static List<PathPattern> parse(String text) {
    try {
      return PathPattern.parse(text);
    } catch (PatternProblem e) {
      throw new PipelineException(ErrorCode.INVALID_VALUE, e.getMessage() + ": " + e.advice(), e);
    }
  }
}
