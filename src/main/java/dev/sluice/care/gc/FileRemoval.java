// SPDX-License-Identifier: Apache-2.0
package dev.sluice.care.gc;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.store.object.ObjectStore;
import java.io.IOException;

/** Removes files and empty folders of a lake; what is gone already is no trouble. */
final class FileRemoval {
  private final String lake;

  FileRemoval(String lake) {
    this.lake = lake;
  }

  /** Removes a file, or a folder unless something was written into it meanwhile. */
  void remove(String path) {
    try {
      ObjectStore.of(lake).remove(path);
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE,
          "Cannot remove %s/%s: %s. What was removed before was of no use either; the same command goes on once this is solved."
              .formatted(lake, path, e),
          e);
    }
  }
}
