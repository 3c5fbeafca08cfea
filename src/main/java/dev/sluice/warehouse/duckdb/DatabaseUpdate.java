// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.duckdb;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.store.disk.FolderLock;
import dev.sluice.store.disk.Folders;
import dev.sluice.warehouse.duckdb.file.HeldElsewhere;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Changes a database, whoever looks at it meanwhile.
 *
 * <p>A file that nobody has open is changed where it is. While other processes read it, a copy is
 * changed and takes its place in one step: they go on to see the old one, whole, until they open it
 * anew. A process that writes is waited for, and then given up: what it writes would be lost.
 */
final class DatabaseUpdate {
  private static final long PAUSE_NANOS = 50_000_000L;

  private final Path file;
  private final List<String> folders;
  private final Duration patience;

  /**
   * An update of the database in a file.
   *
   * @param folders whose files the change reads
   * @param patience for a process that writes
   */
  DatabaseUpdate(Path file, List<String> folders, Duration patience) {
    this.file = file;
    this.folders = folders;
    this.patience = patience;
  }

  /**
   * Makes the change.
   *
   * @throws PipelineException WAREHOUSE when another process went on to write
   */
  void make(Database.Change change) throws IOException {
    discard(copy());
    long begin = System.nanoTime();
    while (true) {
      try {
        boolean unused = new Database(file, folders).change(change);
        return;
      } catch (HeldElsewhere held) {
        if (besideReaders(change)) {
          return;
        }
        if (System.nanoTime() - begin >= patience.toNanos()) {
          throw held.trouble();
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  /** False, with nothing done, when another process writes, or none has the file open any more. */
  private boolean besideReaders(Database.Change change) throws IOException {
    Optional<FolderLock> readers = FolderLock.tryShared(file);
    if (readers.isEmpty()) {
      return false;
    }
    try (FolderLock lock = readers.get()) {
      copy(lock);
      if (changeCopy(change)) {
        new DatabaseSwap(file, copy()).besideReaders();
      }
      return true;
    } finally {
      discard(copy());
    }
  }

  private boolean changeCopy(Database.Change change) throws IOException {
    try {
      boolean isChanged = new Database(copy(), folders).change(change);
      if (isChanged && Files.exists(Database.log(copy()))) {
        throw new IOException(copy() + " was not checkpointed when it was closed");
      }
      Folders.sync(copy());
      return isChanged;
    } catch (HeldElsewhere held) {
      throw held.trouble();
    }
  }

  private void copy(FolderLock lock) throws IOException {
    lock.copyTo(copy());
    if (Files.getFileStore(file).supportsFileAttributeView(PosixFileAttributeView.class)) {
      Path unused = Files.setPosixFilePermissions(copy(), Files.getPosixFilePermissions(file));
    }
    if (Files.exists(Database.log(file))) {
      Path unused = Files.copy(Database.log(file), Database.log(copy()));
    }
  }

  private Path copy() {
    return file.resolveSibling("." + file.getFileName() + ".update");
  }

  private static void discard(Path copy) throws IOException {
    Files.deleteIfExists(copy);
    Files.deleteIfExists(Database.log(copy));
  }

  /** What went wrong, in the words of whoever wants the warehouse to follow. */
  static PipelineException failed(Path file, IOException e) {
    return new PipelineException(
        ErrorCode.WAREHOUSE,
        "Cannot change the warehouse %s: %s. It is as it was before".formatted(file, e),
        e);
  }
}
