// SPDX-License-Identifier: Apache-2.0
package dev.sluice.store.object;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MoveOptions.StandardMoveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;

/**
 * Files in an object store, through Beam's FileSystems: written to a local copy first and then
 * uploaded whole, read from a local copy.
 *
 * <p>An upload that is cut short leaves nothing, and one that is repeated writes the same bytes. A
 * store cannot tell whether a process lives: a claim is an object, and counts for as long as a
 * Dataflow job may run.
 */
final class RemoteObjects implements ObjectStore {
  /** No batch job of Dataflow runs longer: https://cloud.google.com/dataflow/quotas, 2026-11. */
  static final Duration LONGEST_JOB = Duration.ofDays(10);

  private static final Map<String, RemoteObjects> OPEN = new ConcurrentHashMap<>();

  /** In bytes: up to so many, one request is cheaper than three that can be taken up again. */
  private static final long SMALL = 4L << 20;

  private static final String BYTES = "application/octet-stream";

  private final String root;
  private final LocalCopies copies;

  private RemoteObjects(String root) {
    this.root = root;
    this.copies = LocalCopies.of(root);
  }

  /** One for each lake and process, for copies are shared. */
  static RemoteObjects of(String root) {
    return OPEN.computeIfAbsent(root, RemoteObjects::new);
  }

  @Override
  public Path folder() {
    return copies.folder();
  }

  @Override
  public Path draft(String path) throws IOException {
    return copies.place(path);
  }

  @Override
  public void land(String path) throws IOException {
    Path file = copies.place(path);
    if (Files.size(file) > SMALL) {
      try (WritableByteChannel out = FileSystems.create(resource(path), BYTES)) {
        long unused = Files.copy(file, Channels.newOutputStream(out));
      }
    } else {
      SmallObject.create(absolute(path), Files.readAllBytes(file));
    }
    copies.keep(path);
  }

  @Override
  public void sync(Collection<String> paths) {
    // An upload that was acknowledged is there for good.
  }

  @Override
  public Path fetch(String path) throws IOException {
    return copies.fetch(path, () -> open(path));
  }

  @Override
  public Optional<Item> look(String path) throws IOException {
    try {
      return Optional.of(item(FileSystems.matchSingleFileSpec(escaped(absolute(path)))));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  @Override
  public Map<String, Item> look(Collection<String> paths) throws IOException {
    List<String> asked = List.copyOf(paths);
    if (asked.isEmpty()) {
      return Map.of();
    }
    List<MatchResult> found =
        FileSystems.match(asked.stream().map(path -> escaped(absolute(path))).toList());
    Map<String, Item> items = new HashMap<>();
    for (int i = 0; i < asked.size(); i++) {
      if (found.get(i).status() != MatchResult.Status.NOT_FOUND) {
        items.put(asked.get(i), item(found.get(i).metadata().get(0)));
      }
    }
    return items;
  }

  private static Item item(MatchResult.Metadata is) {
    return new Item(
        is.sizeBytes(), Instant.ofEpochMilli(is.lastModifiedMillis()), true, is.resourceId());
  }

  @Override
  public InputStream open(String path) throws IOException {
    try {
      return Channels.newInputStream(FileSystems.open(resource(path)));
    } catch (FileNotFoundException e) {
      throw missing(absolute(path), e);
    }
  }

  private static NoSuchFileException missing(String what, FileNotFoundException e) {
    NoSuchFileException missing = new NoSuchFileException(what);
    missing.initCause(e);
    return missing;
  }

  @Override
  public void link(Map<String, String> names) throws IOException {
    List<ResourceId> from = new ArrayList<>();
    List<ResourceId> to = new ArrayList<>();
    names.forEach(
        (path, name) -> {
          from.add(resource(path));
          to.add(resource(name));
        });
    if (from.isEmpty()) {
      return;
    }
    try {
      FileSystems.copy(from, to);
    } catch (FileNotFoundException e) {
      throw missing(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void replace(Map<String, byte[]> contents) throws IOException {
    for (Map.Entry<String, byte[]> each : contents.entrySet()) {
      copies.drop(each.getKey());
      try (WritableByteChannel out = FileSystems.create(resource(each.getKey()), BYTES)) {
        Channels.newOutputStream(out).write(each.getValue());
      }
    }
  }

  @Override
  public void remove(String path) throws IOException {
    copies.drop(path);
    FileSystems.delete(List.of(resource(path)), StandardMoveOptions.IGNORE_MISSING_FILES);
  }

  @Override
  public void removeAll(String folder) throws IOException {
    List<ResourceId> all =
        match(folder + "/**").stream().map(MatchResult.Metadata::resourceId).toList();
    if (!all.isEmpty()) {
      FileSystems.delete(all, StandardMoveOptions.IGNORE_MISSING_FILES);
    }
  }

  @Override
  public Listing list(Set<Path> others) throws IOException {
    Listing listing = new Listing(new TreeMap<>(), new TreeMap<>());
    for (MatchResult.Metadata each : match("**")) {
      String path = each.resourceId().toString().substring(root.length() + 1);
      if (!path.endsWith("/")) {
        listing.files().put(path, item(each));
      }
    }
    return listing;
  }

  @Override
  public List<String> folders(String folder) {
    return List.of();
  }

  @Override
  public Claim claim(String path) throws IOException {
    try (WritableByteChannel out = FileSystems.create(resource(path), BYTES)) {
      // Its time is all there is to say.
    }
    return () -> remove(path);
  }

  @Override
  public boolean isClaimed(String path) throws IOException {
    Instant oldest = Clock.systemUTC().instant().minus(LONGEST_JOB);
    return look(path).map(item -> item.changed().isAfter(oldest)).orElse(false);
  }

  private List<MatchResult.Metadata> match(String pattern) throws IOException {
    return FileSystems.match(escaped(root) + "/" + pattern, EmptyMatchTreatment.ALLOW).metadata();
  }

  private String absolute(String path) {
    return root + "/" + path;
  }

  private ResourceId resource(String path) {
    return FileSystems.matchNewResource(absolute(path), false);
  }

  /** A path as a pattern that matches nothing else. */
  private static String escaped(String path) {
    return path.replaceAll("([*?\\[\\]{}\\\\])", "\\\\$1");
  }
}
