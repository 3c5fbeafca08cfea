// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.duckdb;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.store.disk.FolderLock;
import dev.sluice.store.disk.Folders;
import dev.sluice.warehouse.duckdb.file.HeldElsewhere;
import dev.sluice.warehouse.duckdb.file.OpenFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes a database, whoever looks at it meanwhile.
 *
 * <p>A file that nobody has open is changed where it is. While other processes read it, its twin,
 * or where there is none a copy, is changed and takes its place in one step: they go on to see the
 * old one, whole, until they open it anew. A process that writes is waited for, and then given up:
 * what it writes would be lost.
 */
final class DatabaseUpdate {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseUpdate.class);
  private static final long PAUSE_NANOS = 50_000_000L;

  private final Path file;
  private final List<String> folders;
  private final Duration patience;
  private final DatabaseTwin twin;
  private @Nullable HeldElsewhere held;

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
    this.twin = new DatabaseTwin(file);
  }

  /**
   * Makes the change.
   *
   * @throws PipelineException WAREHOUSE when another process went on to write
   */
  void make(Database.Change change) throws IOException {
    discard(copy());
    if (!twin.isInStep()) {
      twin.discard();
    }
    long begin = System.nanoTime();
    while (!inPlace(change) && !besideReaders(change)) {
      if (System.nanoTime() - begin >= patience.toNanos()) {
        throw Objects.requireNonNull(held).trouble();
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** False, with nothing done, when another process has the file open. */
  private boolean inPlace(Database.Change change) throws IOException {
    InStep checked = new InStep(change);
    try {
      if (new Database(file, folders).change(checked) && checked.isTwinInStep) {
        twin.keepIfNear();
      }
      return true;
    } catch (HeldElsewhere e) {
      held = e;
      return false;
    }
  }

  /** Looks at the twin once nobody else can write to the file any more, and before we do. */
  private final class InStep implements Database.Change {
    private final Database.Change change;
    private boolean isTwinInStep;

    InStep(Database.Change change) {
      this.change = change;
    }

    @Override
    public boolean isMade(DuckDbLedger ledger) throws SQLException {
      return change.isMade(ledger);
    }

    @Override
    public void apply(Statement sql, DuckDbLedger ledger) throws SQLException, IOException {
      isTwinInStep = twin.isInStep();
      change.apply(sql, ledger);
    }
  }

  /** False, with nothing done, when another process writes, or none has the file open any more. */
  private boolean besideReaders(Database.Change change) throws IOException {
    Database seen = new Database(file, List.of(Folders.of(file).toString()));
    try (Connection reader = seen.openToRead();
        Statement sql = reader.createStatement()) {
      DuckDbLedger ledger = new DuckDbLedger(sql);
      boolean isMade = ledger.exists() && change.isMade(ledger);
      if (isMade || (twin.isInStep() && byTwin(reader, change))) {
        return true;
      }
    } catch (SQLException e) {
      if (OpenFailure.isHeld(e)) {
        return false;
      }
      throw OpenFailure.explain(file, e);
    }
    return byCopy(change);
  }

  /** False when the twin is of no use; the reader keeps writers out. */
  private boolean byTwin(Connection reader, Database.Change change) throws IOException {
    boolean isDone = false;
    try {
      twin.follow(reader);
      swap(twin.path(), change);
      isDone = true;
    } catch (HeldElsewhere | SQLException e) {
      LOG.debug("{} is read too, or broken", twin.path(), e);
    } finally {
      if (!isDone) {
        twin.discard();
      }
    }
    return isDone;
  }

  private boolean byCopy(Database.Change change) throws IOException {
    Optional<FolderLock> readers = FolderLock.tryShared(file);
    if (readers.isEmpty()) {
      return false;
    }
    try (FolderLock lock = readers.get()) {
      copy(lock);
      swap(copy(), change);
      return true;
    } catch (HeldElsewhere e) {
      throw e.trouble();
    } finally {
      discard(copy());
    }
  }

  private void swap(Path other, Database.Change change) throws IOException, HeldElsewhere {
    if (new Database(other, folders).change(change)) {
      if (Files.exists(Database.log(other))) {
        throw new IOException(other + " was not checkpointed when it was closed");
      }
      Folders.sync(other);
      new DatabaseSwap(file, other).besideReaders(twin);
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
