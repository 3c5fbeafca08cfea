// SPDX-License-Identifier: Apache-2.0
package dev.sluice.pipeline;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.lake.LakeRun;
import dev.sluice.lake.store.Failpoints;
import dev.sluice.lake.store.FolderLock;
import dev.sluice.lake.store.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An attempt under way: it holds a lock for as long as its process lives, so that nobody clears
 * away what it writes, and a folder for files that no manifest will name.
 */
final class Attempt {
  private final Path lockFile;
  private final FolderLock lock;
  private final Path scratch;

  private Attempt(Path lockFile, FolderLock lock, Path scratch) {
    this.lockFile = lockFile;
    this.lock = lock;
    this.scratch = scratch;
  }

  static Attempt begin(LakeRun run) {
    Path lockFile = Path.of(run.absolute(LakeRun.LOCKS), run.attempt() + ".lock");
    Path scratch = Path.of(run.absolute(run.scratch()));
    try {
      Folders.make(Folders.of(lockFile));
      Files.createDirectories(scratch);
      FolderLock lock =
          FolderLock.tryFile(lockFile).orElseThrow(() -> new IOException("it is locked"));
      return new Attempt(lockFile, lock, scratch);
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE, "Cannot write to the lake " + run.root() + ": " + e, e);
    }
  }

  /** Removes what no manifest names, and lets go. */
  void end() {
    Failpoints.around(Failpoints.Step.SCRATCH_REMOVE, () -> Scratch.remove(scratch));
    try {
      Files.deleteIfExists(lockFile);
      lock.close();
    } catch (IOException e) {
      throw new PipelineException(ErrorCode.LAKE_WRITE, "Cannot remove " + lockFile + ": " + e, e);
    }
  }
}
