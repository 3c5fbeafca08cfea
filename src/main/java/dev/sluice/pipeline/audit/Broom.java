// SPDX-License-Identifier: Apache-2.0
package dev.sluice.pipeline.audit;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Removes files and empty folders of a lake; what is gone already is no trouble. */
final class Broom {
  private final Path root;

  Broom(Path root) {
    this.root = root;
  }

  /** Removes a file, or a folder unless something was written into it meanwhile. */
  void remove(String path) {
    try {
      Files.deleteIfExists(root.resolve(path));
    } catch (DirectoryNotEmptyException e) {
      return; // somebody wrote there meanwhile
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE,
          "Cannot remove %s/%s: %s. What was removed before was of no use either; the same command goes on once this is solved."
              .formatted(root, path, e),
          e);
    }
  }
}
