// SPDX-License-Identifier: Apache-2.0
package dev.sluice.store.disk;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Folders and names that are on disk, also after a power cut. */
public final class Folders {
  private static final int AT_ONCE = 16;

  private Folders() {}

  /** Makes a folder; each new entry is on disk. */
  public static Path make(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Path parent = folder.getParent();
      if (parent != null) {
        make(parent);
      }
      Path unused = Permissions.makeFolder(folder);
      if (parent != null) {
        sync(parent);
      }
    }
    return folder;
  }

  /**
   * Whether a folder is there.
   *
   * @throws IOException when nobody can tell, for want of a right for instance, or when it is no
   *     folder
   */
  public static boolean isThere(Path folder) throws IOException {
    try {
      if (!Files.readAttributes(folder, BasicFileAttributes.class).isDirectory()) {
        throw new NotDirectoryException(folder.toString());
      }
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Waits until a folder's entries, or a file's bytes, are on disk. */
  public static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      sync(channel, path);
    }
  }

  /** As {@link #sync(Path)}, of a file or folder that is open. */
  public static void sync(FileChannel channel, Path path) throws IOException {
    SyncJournal.Entry entry = SyncJournal.begin(path);
    channel.force(true);
    entry.done();
  }

  /**
   * Waits until files, and the names of all folders from a root down to them, are on disk. Each
   * folder is waited for once, and many at a time: a disk answers those together.
   *
   * @param root absolute; its own name is on disk already
   */
  public static void syncAll(Path root, Collection<Path> files) throws IOException {
    Set<Path> all = new LinkedHashSet<>(files);
    for (Path file : files) {
      for (Path folder = of(file); folder.startsWith(root) && all.add(folder); ) {
        folder = of(folder);
      }
    }
    if (all.isEmpty()) {
      return;
    }
    ExecutorService threads = Executors.newFixedThreadPool(Math.min(AT_ONCE, all.size()));
    try {
      List<Callable<Path>> syncs = new ArrayList<>();
      all.forEach(
          path ->
              syncs.add(
                  () -> {
                    sync(path);
                    return path;
                  }));
      for (Future<Path> each : threads.invokeAll(syncs)) {
        Path unused = each.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while files were written to disk");
    } finally {
      threads.shutdown();
    }
  }

  /** The folder a file is in. */
  public static Path of(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return folder == null ? file.toAbsolutePath() : folder;
  }

  /** Makes an immutable file visible under a second name; copies it where links cannot be made. */
  public static void link(Path source, Path target) throws IOException {
    make(of(target));
    try {
      Files.createLink(target, source);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isSameFile(source, target)) {
        if (Files.mismatch(source, target) >= 0) {
          copy(source, target);
        } else {
          sync(target);
        }
      }
    } catch (UnsupportedOperationException | IOException e) {
      copy(source, target);
    }
  }

  private static void copy(Path source, Path target) throws IOException {
    Path aside = of(target).resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      Files.copy(source, aside);
      Permissions.follow(aside);
      sync(aside);
      Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(aside);
    }
  }
}
