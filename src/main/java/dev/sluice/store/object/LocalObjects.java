// SPDX-License-Identifier: Apache-2.0
package dev.sluice.store.object;

import dev.sluice.store.disk.FolderLock;
import dev.sluice.store.disk.Folders;
import dev.sluice.store.disk.Permissions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/** Files in a folder of this machine, which are read and written in place. */
final class LocalObjects implements ObjectStore {
  /** How long others may look at a claim before it counts as held. */
  private static final Duration CLAIMING = Duration.ofSeconds(2);

  /** How often its folder may be removed while a claim is made. */
  private static final int SWEEPS = 100;

  private final Path root;

  LocalObjects(Path root) {
    this.root = root.toAbsolutePath();
  }

  @Override
  public Path folder() {
    return root;
  }

  @Override
  public Path draft(String path) throws IOException {
    Path file = root.resolve(path);
    Path unusedRoot = Folders.make(root);
    Path unused = Permissions.makeFolder(Folders.of(file));
    return file;
  }

  @Override
  public void land(String path) throws IOException {
    Path file = root.resolve(path); // it was written in place, and by the kernel its folder too
    Permissions.follow(Folders.of(file));
    Permissions.follow(file);
  }

  @Override
  public void sync(Collection<String> paths) throws IOException {
    Folders.syncAll(root, paths.stream().map(root::resolve).toList());
  }

  @Override
  public Path fetch(String path) throws IOException {
    Path file = root.resolve(path);
    if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
      throw new NoSuchFileException(file.toString());
    }
    return file;
  }

  @Override
  public Optional<Item> look(String path) throws IOException {
    try {
      Path file = root.resolve(path);
      return Optional.of(item(file, Files.readAttributes(file, BasicFileAttributes.class)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public Map<String, Item> look(Collection<String> paths) throws IOException {
    Map<String, Item> items = new HashMap<>();
    for (String path : paths) {
      look(path).ifPresent(item -> items.put(path, item));
    }
    return items;
  }

  private static Item item(Path path, BasicFileAttributes is) {
    return new Item(
        is.size(),
        is.lastModifiedTime().toInstant(),
        is.isRegularFile(),
        Objects.requireNonNullElse(is.fileKey(), path));
  }

  @Override
  public InputStream open(String path) throws IOException {
    return Files.newInputStream(root.resolve(path));
  }

  @Override
  public void link(Map<String, String> names) throws IOException {
    Set<Path> folders = new LinkedHashSet<>();
    for (Map.Entry<String, String> name : names.entrySet()) {
      Path target = root.resolve(name.getValue());
      if (folders.add(Folders.of(target))) {
        Path unused = Permissions.makeFolder(Folders.of(target));
      }
      Folders.link(fetch(name.getKey()), target);
    }
    Folders.syncAll(root, folders);
  }

  @Override
  public void replace(Map<String, byte[]> contents) throws IOException {
    Map<Path, Path> asides = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, byte[]> each : contents.entrySet()) {
        Path target = root.resolve(each.getKey());
        Path folder = Permissions.makeFolder(Folders.of(target));
        Path aside = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        asides.put(aside, target);
        Path unused = Files.write(aside, each.getValue(), StandardOpenOption.CREATE_NEW);
        Permissions.follow(aside);
      }
      Folders.syncAll(root, asides.keySet());
      for (Map.Entry<Path, Path> each : asides.entrySet()) {
        Path unused = Files.move(each.getKey(), each.getValue(), StandardCopyOption.ATOMIC_MOVE);
      }
    } finally {
      for (Path aside : asides.keySet()) {
        boolean unused = Files.deleteIfExists(aside);
      }
    }
    Folders.syncAll(root, asides.values().stream().map(Folders::of).distinct().toList());
  }

  @Override
  public void remove(String path) throws IOException {
    try {
      boolean unused = Files.deleteIfExists(root.resolve(path));
    } catch (DirectoryNotEmptyException e) {
      return; // somebody wrote there meanwhile
    }
  }

  @Override
  public void removeAll(String folder) throws IOException {
    Path path = root.resolve(folder);
    if (!Folders.isThere(path)) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.deleteIfExists(each);
      }
    }
  }

  @Override
  public Listing list(Set<Path> others) throws IOException {
    Walk walk = new Walk(root, others);
    if (Folders.isThere(root)) {
      Path unused = Files.walkFileTree(root, walk);
    }
    return walk.listing;
  }

  @Override
  public List<String> folders(String folder) throws IOException {
    Path path = root.resolve(folder);
    if (!Folders.isThere(path)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(path)) {
      return all.filter(each -> Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS))
          .map(each -> String.valueOf(each.getFileName()))
          .toList();
    }
  }

  @Override
  public Claim claim(String path) throws IOException {
    Path file = root.resolve(path);
    FolderLock lock = locked(file);
    return () -> {
      Files.deleteIfExists(file);
      lock.close();
    };
  }

  /** A sweep may remove the folder while it is empty. */
  private static FolderLock locked(Path file) throws IOException {
    for (int swept = 0; ; swept++) {
      try {
        Path unused = Folders.make(Folders.of(file));
        return FolderLock.await(file, CLAIMING);
      } catch (NoSuchFileException e) {
        if (swept == SWEEPS) {
          throw e;
        }
      }
    }
  }

  @Override
  public boolean isClaimed(String path) throws IOException {
    return FolderLock.isHeld(root.resolve(path));
  }

  /** Links are not followed. */
  private static final class Walk extends SimpleFileVisitor<Path> {
    private final Listing listing = new Listing(new TreeMap<>(), new TreeMap<>());
    private final Path root;
    private final Set<Path> others;

    Walk(Path root, Set<Path> others) {
      this.root = root;
      this.others = others;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes is) {
      if (!path.equals(root)) {
        Instant changed = is.lastModifiedTime().toInstant();
        listing.folders().put(relative(path), new Item(0, changed, true, path));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path path, BasicFileAttributes is) {
      if (!others.contains(path)) {
        listing.files().put(relative(path), item(path, is));
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
