// SPDX-License-Identifier: Apache-2.0
package dev.sluice.pipeline.audit;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.lake.LakeRun;
import dev.sluice.lake.store.FolderLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Which attempts are under way: a live process holds the lock of each. */
final class Locks {
  private static final String SUFFIX = ".lock";

  private Locks() {}

  static Set<String> held(Path root) {
    Path folder = root.resolve(LakeRun.LOCKS);
    if (!Files.isDirectory(folder)) {
      return Set.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      Set<String> held = new HashSet<>();
      for (Path file : (List<Path>) files.toList()) {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(SUFFIX) && Files.isRegularFile(file) && FolderLock.isHeld(file)) {
          held.add(name.substring(0, name.length() - SUFFIX.length()));
        }
      }
      return held;
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_READ, "Cannot look at the locks in %s: %s".formatted(folder, e), e);
    }
  }
}
