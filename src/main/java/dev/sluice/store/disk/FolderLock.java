// SPDX-License-Identifier: Apache-2.0
package dev.sluice.store.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A lock file that the system releases when its holder ends, however it ends; holds between threads
 * too. Its file may be removed by who holds the lock, and by who found that nobody does.
 */
public final class FolderLock implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long PAUSE_NANOS = 1_000_000L;

  /** How often the file of a lock that is being taken may be removed by others. */
  private static final int REMOVALS = 10_000;

  /**
   * Files whose lock this process holds or tries to take. They must not be opened once more: when a
   * process closes a file, the system releases all its locks of it.
   */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;
  private final FileLock lock;

  private FolderLock(Path file, FileChannel channel, FileLock lock) {
    this.file = file;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Takes a folder's lock.
   *
   * @throws IOException when another holds it for ten seconds
   */
  public static FolderLock take(Path folder) throws IOException {
    return await(folder.resolve(".lock"), PATIENCE);
  }

  /**
   * Takes the lock of a file, which is made where there is none.
   *
   * @throws IOException when another holds it for longer than that
   */
  public static FolderLock await(Path file, Duration patience) throws IOException {
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < patience.toNanos()) {
      Optional<FolderLock> taken = tryFile(file);
      if (taken.isPresent()) {
        return taken.get();
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    throw new IOException(
        "Another process has held %s for %d seconds: it is stopped or stuck; end it"
            .formatted(file, patience.toSeconds()));
  }

  /**
   * Takes the lock of a file, which is made where there is none; empty when another holds it, or
   * looks at it this very moment.
   */
  public static Optional<FolderLock> tryFile(Path file) throws IOException {
    Path own = file.toAbsolutePath().normalize();
    return reserved(
        own,
        () -> {
          for (int i = 0; i < REMOVALS; i++) {
            try {
              make(own);
              // Before it is opened: a number that was free by then could be that of another file.
              Object key = key(own);
              Optional<FolderLock> taken =
                  lock(own, FileChannel.open(own, StandardOpenOption.WRITE), false);
              if (taken.isEmpty() || isNamed(own, key)) {
                return taken;
              }
              taken.get().channel.close();
            } catch (NoSuchFileException e) {
              if (!Files.isDirectory(Folders.of(own))) {
                throw e;
              }
            }
          }
          throw new IOException("Others remove " + own + " again and again");
        });
  }

  private static void make(Path own) throws IOException {
    if (!Files.exists(own)) {
      FileChannel.open(own, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
      Permissions.follow(own);
    }
  }

  /** What tells the file of that name from any other; null where the system has no such thing. */
  private static @Nullable Object key(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  /** Whether a file still has its name. */
  private static boolean isNamed(Path file, @Nullable Object key) throws IOException {
    try {
      return Objects.equals(key, key(file));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private interface Taking {
    Optional<FolderLock> take() throws IOException;
  }

  private static Optional<FolderLock> reserved(Path own, Taking taking) throws IOException {
    if (!OWN.add(own)) {
      return Optional.empty();
    }
    Optional<FolderLock> taken = Optional.empty();
    try {
      taken = taking.take();
      return taken;
    } finally {
      if (taken.isEmpty()) {
        OWN.remove(own);
      }
    }
  }

  private static Optional<FolderLock> lock(Path file, FileChannel channel, boolean isShared)
      throws IOException {
    boolean isHeld = false;
    try {
      FileLock lock = channel.tryLock(0, Long.MAX_VALUE, isShared);
      isHeld = lock != null;
      return lock == null ? Optional.empty() : Optional.of(new FolderLock(file, channel, lock));
    } catch (OverlappingFileLockException e) {
      return Optional.empty();
    } finally {
      if (!isHeld) {
        channel.close();
      }
    }
  }

  /**
   * Takes the lock of a file together with others who only read it; empty when one holds it alone.
   *
   * @throws NoSuchFileException when there is no such file
   */
  public static Optional<FolderLock> tryShared(Path file) throws IOException {
    Path own = file.toAbsolutePath().normalize();
    return reserved(own, () -> lock(own, FileChannel.open(own, StandardOpenOption.READ), true));
  }

  /**
   * Whether a process that lives holds the lock of a file; false when there is no such file. Who
   * looks keeps others from taking it for that moment, but not from looking.
   */
  public static boolean isHeld(Path file) throws IOException {
    if (OWN.contains(file.toAbsolutePath().normalize())) {
      return true;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
      return lock == null;
    } catch (OverlappingFileLockException e) {
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /**
   * Copies the locked file: to open and close it once more would let go of the lock.
   *
   * @throws IOException when there is a file of that name already
   */
  public void copyTo(Path target) throws IOException {
    try (FileChannel out =
        FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      long size = channel.size();
      long copied = 0;
      while (copied < size) {
        copied += channel.transferTo(copied, size - copied, out);
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      lock.release();
      channel.close();
    } finally {
      OWN.remove(file);
    }
  }
}
