// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.base;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Waits until an author saves a file of a pipeline. */
final class FileWatch implements AutoCloseable {
  /** An editor that saves writes several times. */
  private static final long SETTLED_MILLIS = 40;

  private static final List<String> ENDINGS =
      List.of(".yaml", ".yml", ".sql", ".avsc", ".json", ".csv");

  private final WatchService service;
  private final Set<Path> folders = new HashSet<>();

  FileWatch() throws IOException {
    this.service = FileSystems.getDefault().newWatchService();
  }

  /** Looks at folders, too; those that are not there are left out. */
  void add(Collection<Path> more) throws IOException {
    for (Path folder : more) {
      Path known = folder.toAbsolutePath().normalize();
      if (Files.isDirectory(known) && folders.add(known)) {
        WatchKey unused =
            known.register(
                service,
                StandardWatchEventKinds.ENTRY_CREATE,
                StandardWatchEventKinds.ENTRY_MODIFY,
                StandardWatchEventKinds.ENTRY_DELETE);
      }
    }
  }

  /** A folder and those inside of it; none when it is not there. */
  static List<Path> within(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isDirectory).toList();
    }
  }

  /** Waits for a change, and then until nothing follows it at once. */
  void await() throws InterruptedException {
    boolean isMeant = false;
    while (!isMeant) {
      isMeant = isMeant(service.take());
    }
    WatchKey next = service.poll(SETTLED_MILLIS, TimeUnit.MILLISECONDS);
    while (next != null) {
      boolean unused = isMeant(next);
      next = service.poll(SETTLED_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** Whether a file of a pipeline is among the changes. */
  private boolean isMeant(WatchKey key) {
    boolean isMeant = false;
    for (WatchEvent<?> event : key.pollEvents()) {
      String name = String.valueOf(event.context());
      boolean isFolder =
          event.kind() == StandardWatchEventKinds.OVERFLOW
              || (key.watchable() instanceof Path folder
                  && Files.isDirectory(folder.resolve(name)));
      isMeant |= isFolder || (!name.startsWith(".") && ENDINGS.stream().anyMatch(name::endsWith));
    }
    if (!key.reset() && key.watchable() instanceof Path folder) {
      folders.remove(folder);
    }
    return isMeant;
  }

  @Override
  public void close() throws IOException {
    service.close();
  }
}
