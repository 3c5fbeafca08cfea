// SPDX-License-Identifier: Apache-2.0
package dev.sluice.store.object;

import dev.sluice.store.Lakes;
import dev.sluice.store.disk.Folders;
import dev.sluice.store.disk.Permissions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Copies of a remote lake's files on this machine, for the SQL kernel to read and write.
 *
 * <p>Once they take more than {@link #BUDGET}, those unused for longest go first, but none that was
 * used in the last ten minutes: a statement may still be reading it. A statement that meets a
 * missing copy nevertheless fails, and its bundle is done again. They all go when the process ends.
 */
final class LocalCopies {
  /** Bytes that copies may take; half of what is free, but no more than this many. */
  static final long BUDGET = 50L << 30;

  private static final Duration RESTING = Duration.ofMinutes(10);
  private static final String PROCESS = UUID.randomUUID().toString().substring(0, 8);

  private final Path folder;
  private final long budget;
  private final LongSupplier nanos;
  private final Map<String, Copy> kept = new HashMap<>();
  private long bytes;

  private record Copy(long bytes, long usedNanos) {}

  /** Opens the bytes of a file. */
  interface Source {
    InputStream open() throws IOException;
  }

  LocalCopies(Path folder, long budget, LongSupplier nanos) {
    this.folder = folder;
    this.budget = budget;
    this.nanos = nanos;
  }

  static LocalCopies of(String root) {
    Path folder = Lakes.copies(root).resolve(PROCESS);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
    try {
      Permissions.makePrivate(folder);
      return new LocalCopies(
          folder,
          Math.min(BUDGET, Files.getFileStore(folder).getUsableSpace() / 2),
          System::nanoTime);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("Cannot make " + folder, e);
    }
  }

  Path folder() {
    return folder;
  }

  /** The place of a file's copy. */
  Path place(String path) throws IOException {
    Path file = folder.resolve(path);
    Path unused = Permissions.makeFolder(Folders.of(file));
    return file;
  }

  /** Counts a copy that is in its place. */
  void keep(String path) throws IOException {
    use(path, Files.size(folder.resolve(path)));
  }

  /** A file's copy, made when there is none. */
  Path fetch(String path, Source source) throws IOException {
    Path file = place(path);
    if (!Files.exists(file)) {
      Path aside = file.resolveSibling(UUID.randomUUID() + ".part");
      try (InputStream in = source.open()) {
        long unused = Files.copy(in, aside);
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(aside);
      }
    }
    use(path, Files.size(file));
    return file;
  }

  synchronized void drop(String path) throws IOException {
    Copy copy = kept.remove(path);
    bytes -= copy == null ? 0 : copy.bytes();
    Files.deleteIfExists(folder.resolve(path));
  }

  private synchronized void use(String path, long size) throws IOException {
    Copy before = kept.put(path, new Copy(size, nanos.getAsLong()));
    bytes += size - (before == null ? 0 : before.bytes());
    if (bytes > budget) {
      evict();
    }
  }

  private void evict() throws IOException {
    long now = nanos.getAsLong();
    List<Map.Entry<String, Copy>> oldest = new ArrayList<>(kept.entrySet());
    oldest.sort(Comparator.comparingLong(each -> each.getValue().usedNanos() - now));
    for (Map.Entry<String, Copy> each : oldest) {
      boolean isResting = now - each.getValue().usedNanos() > RESTING.toNanos();
      if (bytes <= budget || !isResting) {
        return;
      }
      drop(each.getKey());
    }
  }

  /** Nobody waits for it: what cannot be removed is the system's to clear. */
  private static void remove(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder())
          .forEach(
              path -> {
                boolean unused = path.toFile().delete();
              });
    } catch (NoSuchFileException e) {
      return;
    } catch (IOException e) {
      org.slf4j.LoggerFactory.getLogger(LocalCopies.class)
          .warn("Copies are left in {}: {}", folder, e.toString());
    }
  }
}
