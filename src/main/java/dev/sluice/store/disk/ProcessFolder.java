// SPDX-License-Identifier: Apache-2.0
package dev.sluice.store.disk;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The temporary folder of this process, for native libraries that are unpacked, for what queries
 * spill, and for copies: gone when the process ends, and when it was killed, swept by the next one.
 *
 * <p>Its lock is held for as long as the process lives, and has its name only once it is held.
 */
public final class ProcessFolder {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessFolder.class);
  private static final String TEMPORARY = "java.io.tmpdir";
  private static final String PREFIX = "sluice-process-";
  private static final String LOCK = "lock";

  /** A process makes its lock right after its folder. */
  private static final Duration UNBORN = Duration.ofHours(1);

  private ProcessFolder() {}

  /**
   * Sweeps what dead processes left, and makes a folder for this one: to be called before anything
   * asks for a temporary file. Where no folder can be made, the system's is used as it is.
   */
  public static void open() {
    Path temporary = Path.of(System.getProperty(TEMPORARY));
    try {
      sweep(temporary);
      // Not createTempDirectory: it would remember for good where temporary files are.
      Path folder = temporary.resolve(PREFIX + UUID.randomUUID());
      Path unused = Files.createDirectory(folder, ownerOnly(temporary));
      Path unnamed = folder.resolve("." + LOCK);
      FolderLock lock =
          FolderLock.tryFile(unnamed).orElseThrow(() -> new IOException(unnamed + " is locked"));
      Files.move(unnamed, folder.resolve(LOCK), StandardCopyOption.ATOMIC_MOVE);
      System.setProperty(TEMPORARY, folder.toString());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(folder, lock)));
    } catch (IOException e) {
      LOG.debug("No folder of its own in {}", temporary, e);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path folder) {
    boolean isPosix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    return isPosix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  private static void end(Path folder, FolderLock lock) {
    remove(folder);
    try {
      lock.close();
    } catch (IOException e) {
      LOG.debug("The lock of {} ends with the process", folder, e);
    }
  }

  private static void sweep(Path temporary) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, PREFIX + "*")) {
      for (Path folder : folders) {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && isDead(folder)) {
          remove(folder);
        }
      }
    }
  }

  /** What cannot be told, because it is another user's, counts as alive. */
  private static boolean isDead(Path folder) {
    try {
      Path lock = folder.resolve(LOCK);
      if (Files.exists(lock, LinkOption.NOFOLLOW_LINKS)) {
        return !FolderLock.isHeld(lock);
      }
      Instant made = Files.getLastModifiedTime(folder).toInstant();
      return made.isBefore(Instant.now().minus(UNBORN));
    } catch (IOException e) {
      return false;
    }
  }

  /** The lock goes last: what is left of a folder is swept by the next process. */
  private static void remove(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      Path lock = folder.resolve(LOCK);
      for (Path path : deepestFirst) {
        if (!path.equals(lock) && !path.equals(folder)) {
          boolean unused = Files.deleteIfExists(path);
        }
      }
      boolean unused = Files.deleteIfExists(lock) && Files.deleteIfExists(folder);
    } catch (IOException | java.io.UncheckedIOException e) {
      LOG.debug("{} is left for the next process", folder, e);
    }
  }
}
