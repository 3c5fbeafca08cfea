// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.duckdb;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.store.disk.FolderLock;
import dev.sluice.store.disk.Folders;
import dev.sluice.store.document.Failpoints;
import dev.sluice.store.document.Failpoints.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * Puts a finished database in the place of the one before, while nobody writes to that one.
 *
 * <p>A write-ahead log never stays beside a database it does not belong to: the log goes first, so
 * that a crash in between leaves an old database without its last changes, or none, and either is
 * found and rebuilt.
 */
final class DatabaseSwap {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Path file;
  private final Path log;
  private final Path fresh;

  DatabaseSwap(Path file, Path fresh) {
    this.file = file;
    this.log = Database.log(file);
    this.fresh = fresh;
  }

  /**
   * Replaces a database by what was made of it, its log included, while the caller keeps writers
   * out; the one before is the next twin.
   */
  void besideReaders(DatabaseTwin twin) throws IOException {
    twin.spare();
    inPlace();
    twin.takeSpare();
  }

  private void inPlace() throws IOException {
    Files.deleteIfExists(log);
    rename();
  }

  /** Replaces a database; nothing is kept. */
  String replacing() throws IOException {
    try (FolderLock ignored = withoutWriter()) {
      inPlace();
    }
    return "";
  }

  /** Replaces a database, and keeps it under another name. */
  String keeping() throws IOException {
    try (FolderLock ignored = withoutWriter()) {
      Path kept = free("replaced");
      Folders.link(file, kept);
      if (Files.exists(log)) {
        Folders.link(log, Database.log(kept));
      }
      inPlace();
      return kept.toString();
    }
  }

  /** Moves what cannot be used out of the way, log first, and takes its place. */
  String settingAside() throws IOException {
    if (!Files.exists(file)) {
      return moved(free("broken"));
    }
    try (FolderLock ignored = withoutWriter()) {
      return moved(free("broken"));
    }
  }

  private String moved(Path kept) throws IOException {
    boolean isKept = Files.exists(file);
    if (Files.exists(log)) {
      Failpoints.around(Step.WAREHOUSE_ASIDE_LOG, () -> move(log, Database.log(kept)));
    }
    if (isKept) {
      Failpoints.around(Step.WAREHOUSE_ASIDE, () -> move(file, kept));
    }
    rename();
    return isKept ? kept.toString() : "";
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    Folders.sync(Folders.of(to));
  }

  private void rename() throws IOException {
    Failpoints.around(Step.WAREHOUSE_SWAP, () -> move(fresh, file));
  }

  /** DuckDB locks its file in the same way, so no other process writes to it meanwhile. */
  private FolderLock withoutWriter() throws IOException {
    Optional<FolderLock> lock = FolderLock.tryShared(file);
    return lock.orElseThrow(this::inUse);
  }

  private PipelineException inUse() {
    return new PipelineException(
        ErrorCode.WAREHOUSE,
        "The warehouse "
            + file
            + " is open in another process, which may write to it, so it was not rebuilt. Close it"
            + " there and run again");
  }

  /** A name that nothing has yet. */
  private Path free(String why) {
    String name = file.getFileName() + "." + why + "-" + TIME.format(Instant.now());
    Path free = file.resolveSibling(name);
    for (int i = 2; Files.exists(free) || Files.exists(Database.log(free)); i++) {
      free = file.resolveSibling(name + "-" + i);
    }
    return free;
  }
}
