// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.infer.sniff.Dialect;
import dev.sluice.infer.sniff.Sniffer;
import dev.sluice.intake.InputFile;
import dev.sluice.source.files.listing.FileListing;
import dev.sluice.spec.path.PathPattern;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the files that a command line names: paths, patterns and folders. */
final class DataFiles {
  private static final Pattern DATA =
      Pattern.compile(
          "(?i).*\\.(csv|tsv|tab|psv|txt|json|jsonl|ndjson|avro|parquet|pq)(\\.(gz|zst))?");

  private DataFiles() {}

  /**
   * The files, each once, with how they spell their rows.
   *
   * @param leftOut those with nothing in them, by what is said of each
   */
  record Found(List<FoundFile> files, List<PipelineException> leftOut) {}

  /** Finds them. */
  static Found find(List<String> named) {
    List<FoundFile> found = new ArrayList<>();
    List<PipelineException> leftOut = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String text : named) {
      boolean isRemote = text.contains("://");
      Path path = isRemote ? null : path(text);
      boolean isFolder = path != null && Files.isDirectory(path);
      boolean isFile = path != null && Files.isRegularFile(path);
      String pattern = isRemote ? text : pattern(text, path, isFile, isFolder);
      for (InputFile file : FileListing.of(List.of(pattern), null).files()) {
        if (seen.add(file.path()) && (!isFolder || DATA.matcher(file.path()).matches())) {
          try {
            Dialect dialect = Sniffer.of(file);
            found.add(new FoundFile(file, dialect, pattern, !isFile && !isFolder));
          } catch (PipelineException e) {
            if (e.code() != ErrorCode.FILE_EMPTY) {
              throw e;
            }
            leftOut.add(e);
          }
        }
      }
    }
    return new Found(found, leftOut);
  }

  private static @Nullable Path path(String text) {
    try {
      return Path.of(text).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static String pattern(
      String text, @Nullable Path path, boolean isFile, boolean isFolder) {
    if (isFile && path != null) {
      return PathPattern.quote(path.toString());
    }
    if (isFolder && path != null) {
      return PathPattern.quote(path.toString()) + "/*";
    }
    return text.startsWith("/")
        ? text
        : PathPattern.quote(Path.of("").toAbsolutePath().toString()) + "/" + text;
  }
}
