// SPDX-License-Identifier: Apache-2.0
package dev.sluice.store.disk;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what a lake holds as closed as its folder: a new file or folder has no permission that the
 * folder it lies in lacks. So who closes the lake's own folder closes all that is made in it later,
 * and nothing is ever opened. Does nothing where there are no such permissions.
 */
public final class Permissions {
  private static final Set<PosixFilePermission> OWNERS =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private Permissions() {}

  /**
   * Makes a folder and those above it that are missing, each as closed as the one it lies in from
   * its first moment on: another thread may make one inside of it at once.
   */
  public static Path makeFolder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return folder;
    }
    Path parent = makeFolder(Folders.of(folder));
    try {
      PosixFileAttributeView view = view(parent);
      return view == null
          ? Files.createDirectory(folder)
          : Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(granted(view)));
    } catch (FileAlreadyExistsException e) {
      if (Files.isDirectory(folder)) {
        return folder;
      }
      throw e;
    }
  }

  /** Makes a folder as {@link #makeFolder}, and takes it from everybody but its owner. */
  public static void makePrivate(Path folder) throws IOException {
    retain(makeFolder(folder), OWNERS);
  }

  /** Takes a file, or a folder, from everybody but its owner. */
  public static void close(Path file) throws IOException {
    retain(file, OWNERS);
  }

  /** Takes from a file, or a folder, what the folder it lies in does not grant. */
  public static void follow(Path path) throws IOException {
    follow(path, Folders.of(path));
  }

  /** Takes from a file what a folder does not grant. */
  public static void follow(Path path, Path folder) throws IOException {
    PosixFileAttributeView view = view(folder);
    if (view != null) {
      retain(path, granted(view));
    }
  }

  private static Set<PosixFilePermission> granted(PosixFileAttributeView folder)
      throws IOException {
    Set<PosixFilePermission> granted = EnumSet.copyOf(OWNERS);
    granted.addAll(folder.readAttributes().permissions());
    return granted;
  }

  private static void retain(Path path, Set<PosixFilePermission> granted) throws IOException {
    PosixFileAttributeView view = view(path);
    if (view != null) {
      Set<PosixFilePermission> now = view.readAttributes().permissions();
      if (!granted.containsAll(now)) {
        Set<PosixFilePermission> left = EnumSet.noneOf(PosixFilePermission.class);
        left.addAll(now);
        left.retainAll(granted);
        view.setPermissions(left);
      }
    }
  }

  private static @Nullable PosixFileAttributeView view(Path path) {
    return Files.getFileAttributeView(path, PosixFileAttributeView.class);
  }
}
