// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kernel;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A temporary folder for what a kernel spills, gone when it is closed after the kernel. */
final class SpillFolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SpillFolder.class);

  private final Path folder;

  private SpillFolder(Path folder) {
    this.folder = folder;
  }

  static SpillFolder make() {
    try {
      return new SpillFolder(
          Files.createTempDirectory(KernelSettings.temporaryFiles(), "sluice-spill"));
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_READ, "Cannot make a temporary folder for a query: " + e, e);
    }
  }

  /** The folder, as kernel settings take it. */
  String path() {
    return folder.toString();
  }

  /** Removes all that is there; what cannot be removed is the system's to clear. */
  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.debug("{} stays", folder, e);
    }
  }
}
