// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.folder;

import dev.sluice.error.issue.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks for the file an author meant. */
final class SimilarFiles {
  private static final int MAX_LISTED = 1_000;

  private SimilarFiles() {}

  /** A question naming a file with a similar name in the same folder, or null. */
  static @Nullable String suggestion(Path folder, Path missing) {
    Path parent = missing.getParent();
    Path name = missing.getFileName();
    if (parent == null || name == null || Files.exists(missing)) {
      return null;
    }
    if (!Files.isDirectory(parent)) {
      return "there is no folder `"
          + (parent.equals(folder) ? parent : folder.relativize(parent))
          + "`";
    }
    try (Stream<Path> files = Files.list(parent)) {
      List<String> names =
          files
              .limit(MAX_LISTED)
              .map(file -> folder.relativize(file).toString().replace('\\', '/'))
              .sorted()
              .toList();
      return Suggestion.nearest(folder.relativize(missing).toString(), names);
    } catch (IOException e) {
      return null;
    }
  }
}
