// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.listing;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A file or folder of this machine, by a name that may lead through links.
 *
 * @param real the same without links
 * @param links through how many links the name leads, from where a pattern begins
 * @param is of what the links lead to; null when they lead nowhere
 */
record LinkedPath(Path path, Path real, int links, @Nullable BasicFileAttributes is) {
  private static final int TYPE = 0xF000;

  /** A folder that is there. */
  static LinkedPath of(Path folder) {
    try {
      Path real = folder.toRealPath();
      return new LinkedPath(folder, real, 0, Files.readAttributes(real, BasicFileAttributes.class));
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  /** What lies in a folder under a name; null when nothing does. */
  static @Nullable LinkedPath in(LinkedPath folder, Path path) {
    try {
      BasicFileAttributes is =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!is.isSymbolicLink()) {
        return new LinkedPath(path, folder.real.resolve(path.getFileName()), folder.links, is);
      }
      return behindLink(folder, path);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return null;
    } catch (FileSystemException e) {
      if (isNotAFolder(e)) {
        return null;
      }
      throw unreadable(path, e);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static LinkedPath behindLink(LinkedPath folder, Path link) throws IOException {
    try {
      Path real = link.toRealPath();
      return new LinkedPath(
          link, real, folder.links + 1, Files.readAttributes(real, BasicFileAttributes.class));
    } catch (AccessDeniedException e) {
      throw unreadable(link, e);
    } catch (FileSystemException e) {
      return new LinkedPath(link, link, folder.links + 1, null);
    }
  }

  /** A name below a file that is no folder: the system says so in words only. */
  private static boolean isNotAFolder(FileSystemException e) {
    return String.valueOf(e.getReason()).contains("Not a directory");
  }

  boolean isFolder() {
    return is != null && is.isDirectory();
  }

  boolean isFile() {
    return is != null && is.isRegularFile();
  }

  boolean isLost() {
    return is == null;
  }

  /** What it is, when it is neither a file nor a folder. */
  String kind() {
    if (is == null) {
      return "a link that leads nowhere";
    }
    try {
      int mode = (Integer) Files.getAttribute(real, "unix:mode");
      return switch (mode & TYPE) {
        case 0x1000 -> "a named pipe";
        case 0xC000 -> "a socket";
        case 0x2000 -> "a character device";
        case 0x6000 -> "a block device";
        default -> "no regular file";
      };
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return "no regular file";
    }
  }

  static PipelineException unreadable(Path path, IOException e) {
    String why =
        e instanceof AccessDeniedException
            ? "permission denied"
            : e instanceof FileSystemException known && known.getReason() != null
                ? known.getReason()
                : e.getClass().getSimpleName();
    return new PipelineException(
        ErrorCode.FILE_UNREADABLE, "%s cannot be read: %s".formatted(path, why), e);
  }
}
