// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kernel;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A temporary folder for what a kernel spills, gone when it is closed after the kernel. */
public final class SpillFolder implements AutoCloseable {
  private final Path folder;

  private SpillFolder(Path folder) {
    this.folder = folder;
  }

  public static SpillFolder make() {
    try {
      return new SpillFolder(
          Files.createTempDirectory(KernelSettings.temporaryFiles(), "sluice-spill"));
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_READ, "Cannot make a temporary folder for a query: " + e, e);
    }
  }

  /** The folder, as kernel settings take it. */
  public String path() {
    return folder.toString();
  }

  /** The kernel removes what it spilled; a folder that stays is the system's to clear. */
  @Override
  public void close() {
    boolean unused = folder.resolve("spill").toFile().delete() && folder.toFile().delete();
  }
}
