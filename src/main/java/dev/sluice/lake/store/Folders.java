// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lake.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Folders and names that are on disk, also after a power cut. */
public final class Folders {
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

  /** Waits until a folder's entries, or a file's bytes, are on disk. */
  public static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
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
      if (!Files.isSameFile(source, target) && Files.mismatch(source, target) >= 0) {
        copy(source, target);
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
