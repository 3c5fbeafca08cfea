// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.UUID;

/** Writes files that are whole or absent, also after a power cut. */
final class DurableFiles {
  private DurableFiles() {}

  /** Replaces a file's content in one step; does nothing when it is the same. */
  static void write(Path file, byte[] content) throws IOException {
    if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), content)) {
      return;
    }
    createFolders(folder(file));
    Path temporary = temporary(file);
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        ByteBuffer rest = ByteBuffer.wrap(content);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
        channel.force(true);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
    syncFolderOf(file);
  }

  /** Makes an immutable file visible under a second name; copies it where links cannot be made. */
  static void link(Path source, Path target) throws IOException {
    createFolders(folder(target));
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
    Path temporary = temporary(target);
    try {
      Files.copy(source, temporary);
      sync(temporary);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Waits until the entries of a file's folder are on disk. */
  static void syncFolderOf(Path file) throws IOException {
    sync(folder(file));
  }

  private static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Makes a folder; each new entry is on disk. */
  private static void createFolders(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Path parent = folder.getParent();
      if (parent != null) {
        createFolders(parent);
      }
      Files.createDirectories(folder);
      if (parent != null) {
        sync(parent);
      }
    }
  }

  private static Path folder(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return folder == null ? file.toAbsolutePath() : folder;
  }

  private static Path temporary(Path file) {
    return folder(file).resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
  }
}
