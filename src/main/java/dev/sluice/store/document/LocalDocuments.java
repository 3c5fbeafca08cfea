// SPDX-License-Identifier: Apache-2.0
package dev.sluice.store.document;

import dev.sluice.store.disk.FolderLock;
import dev.sluice.store.disk.Folders;
import dev.sluice.store.disk.Permissions;
import dev.sluice.store.document.Failpoints.Act;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Documents in a folder: written aside, synced, and named by a hard link, which fails where the
 * name is taken, or by an atomic rename under the folder's lock.
 */
final class LocalDocuments implements DocumentStore {
  private final Path root;

  LocalDocuments(Path root) {
    this.root = root.toAbsolutePath();
  }

  @Override
  public boolean create(DocumentKind kind, String path, byte[] content) throws IOException {
    Path target = root.resolve(path);
    if (Files.exists(target)) {
      return false;
    }
    Path aside = aside(kind, target, content);
    try {
      Failpoints.around(kind, Act.NAME, () -> Files.createLink(target, aside));
    } catch (FileAlreadyExistsException e) {
      return false;
    } finally {
      Files.deleteIfExists(aside);
    }
    syncNamed(kind, target);
    return true;
  }

  @Override
  public boolean replace(DocumentKind kind, String path, byte @Nullable [] expected, byte[] content)
      throws IOException {
    Path target = root.resolve(path);
    Path folder = Folders.make(Folders.of(target));
    try (FolderLock ignored = FolderLock.take(folder)) {
      byte[] there = read(path).orElse(null);
      if (!Arrays.equals(there, expected)) {
        return false;
      }
      Path aside = aside(kind, target, content);
      try {
        Failpoints.around(
            kind, Act.NAME, () -> Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE));
      } finally {
        Files.deleteIfExists(aside);
      }
    }
    syncNamed(kind, target);
    return true;
  }

  private static Path aside(DocumentKind kind, Path target, byte[] content) throws IOException {
    Path folder = Folders.make(Folders.of(target));
    Path aside = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try (FileChannel channel =
        FileChannel.open(
            aside,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            kind == DocumentKind.KEY ? ownerOnly(folder) : new FileAttribute<?>[0])) {
      Permissions.follow(aside);
      Failpoints.around(kind, Act.WRITE, () -> write(channel, content));
      Failpoints.around(kind, Act.SYNC, () -> Folders.sync(channel, aside));
      return aside;
    } catch (IOException e) {
      Files.deleteIfExists(aside);
      throw e;
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path folder) {
    boolean isPosix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    return isPosix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static void write(FileChannel channel, byte[] content) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(content);
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
  }

  /** The document has its name; whether that survives a power cut is not known before the sync. */
  private static void syncNamed(DocumentKind kind, Path target) throws IOException {
    try {
      Failpoints.around(kind, Act.SYNC_FOLDER, () -> Folders.sync(Folders.of(target)));
    } catch (IOException e) {
      throw new OutcomeUnknownException("Cannot sync the folder of " + target, e);
    }
  }

  @Override
  public Optional<byte[]> read(String path) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(root.resolve(path)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public List<String> list(String folder) throws IOException {
    Path path = root.resolve(folder);
    if (!Folders.isThere(path)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(path)) {
      return files
          .filter(file -> !Files.isDirectory(file))
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    }
  }

  @Override
  public void remove(String path) throws IOException {
    try {
      Files.deleteIfExists(root.resolve(path));
    } catch (DirectoryNotEmptyException e) {
      return; // another process is still writing there
    }
  }
}
