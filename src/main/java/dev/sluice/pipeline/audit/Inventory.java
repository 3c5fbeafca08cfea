// SPDX-License-Identifier: Apache-2.0
package dev.sluice.pipeline.audit;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Every file and folder of a lake as they were at one time, by path relative to its root; links are
 * not followed.
 */
record Inventory(NavigableMap<String, Item> files, NavigableMap<String, Item> folders) {
  /**
   * A file or a folder.
   *
   * @param changed when it was written last
   * @param isPlain whether it is a folder, or a file that is no link and no device
   */
  record Item(long bytes, Instant changed, boolean isPlain) {}

  /**
   * Walks a lake.
   *
   * @param others files that are no part of it, such as a warehouse that lies in the same folder
   */
  static Inventory of(Path root, Set<Path> others) {
    Walk walk = new Walk(root, others);
    try {
      if (Files.isDirectory(root)) {
        Path unused = Files.walkFileTree(root, walk);
      }
      return new Inventory(walk.files, walk.folders);
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_READ, "Cannot list the lake %s: %s".formatted(root, e), e);
    }
  }

  private static final class Walk extends SimpleFileVisitor<Path> {
    private final NavigableMap<String, Item> files = new TreeMap<>();
    private final NavigableMap<String, Item> folders = new TreeMap<>();
    private final Path root;
    private final Set<Path> others;

    Walk(Path root, Set<Path> others) {
      this.root = root;
      this.others = others;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes is) {
      if (!path.equals(root)) {
        folders.put(relative(path), new Item(0, is.lastModifiedTime().toInstant(), true));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path path, BasicFileAttributes is) {
      if (!others.contains(path)) {
        Item item = new Item(is.size(), is.lastModifiedTime().toInstant(), is.isRegularFile());
        files.put(relative(path), item);
      }
      return FileVisitResult.CONTINUE;
    }

    /** What a run under way removes meanwhile is no longer there. */
    @Override
    public FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }

    private String relative(Path path) {
      return root.relativize(path).toString().replace('\\', '/');
    }
  }
}
