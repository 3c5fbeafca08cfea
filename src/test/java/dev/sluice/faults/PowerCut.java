// SPDX-License-Identifier: Apache-2.0
package dev.sluice.faults;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.sluice.promote.release.ProductionLayout;
import dev.sluice.promote.release.Release;
import dev.sluice.promote.release.Releases;
import dev.sluice.store.Sha256;
import dev.sluice.store.disk.SyncJournal;
import dev.sluice.table.DataFile;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.read.FileDamage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A disk that keeps only what was synced: takes away from a folder what a child process wrote and
 * did not wait for. A file loses its bytes, and a name that its folder was not synced after is
 * gone, or is that of the file before.
 *
 * <p>The warehouse is left as it is: its database syncs its own files.
 */
final class PowerCut {
  private final Path folder;
  private final Path begin;
  private final Path journal;

  /** What the disk holds, by identity: of a file its content, of a folder its names. */
  private final Map<String, Set<String>> kept = new HashMap<>();

  private int lost;

  private PowerCut(Path folder, Path begin, Path journal) {
    this.folder = folder;
    this.begin = begin;
    this.journal = journal;
  }

  /**
   * Watches a folder, of which all is on disk as it is.
   *
   * @param begin another copy of it
   */
  static PowerCut over(Path folder, Path begin) {
    try {
      PowerCut cut = new PowerCut(folder, begin, folder.resolveSibling("syncs.txt"));
      Files.deleteIfExists(cut.journal);
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.toList()) {
          cut.keep(SyncJournal.identity(path), SyncJournal.content(path));
        }
      }
      return cut;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void keep(String identity, String content) {
    Set<String> all = new HashSet<>(List.of(content.split("/")));
    kept.put(identity, all);
  }

  /** What the child process needs to know. */
  Map<String, String> environment() {
    return Map.of(SyncJournal.VARIABLE, journal.toString());
  }

  /**
   * Cuts the power.
   *
   * @param chance with which each thing that was not synced is lost
   * @return how many were
   */
  int strike(Random random, double chance) {
    try {
      for (String line : Files.exists(journal) ? Files.readAllLines(journal) : List.<String>of()) {
        String[] parts = line.split("\t", -1);
        keep(parts[1], parts[2]);
      }
      strikeFolder(folder, random, chance);
      return lost;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void strikeFolder(Path each, Random random, double chance) throws IOException {
    Set<String> names = kept.getOrDefault(SyncJournal.identity(each), Set.of());
    Set<Path> entries = new TreeSet<>();
    try (Stream<Path> all = Files.list(each)) {
      all.filter(path -> !isWarehouse(path)).forEach(entries::add);
    }
    for (Path path : entries) {
      String entry = path.getFileName() + "=" + SyncJournal.identity(path);
      if (!names.contains(entry) && random.nextDouble() < chance) {
        lost++;
        lose(path, names);
      } else if (Files.isDirectory(path)) {
        strikeFolder(path, random, chance);
      } else {
        strikeFile(path, random, chance);
      }
    }
  }

  private void strikeFile(Path file, Random random, double chance) throws IOException {
    Set<String> contents = kept.getOrDefault(SyncJournal.identity(file), Set.of());
    boolean isKept = Files.size(file) == 0 || contents.contains(SyncJournal.content(file));
    if (!isKept && random.nextDouble() < chance) {
      lost++;
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(0);
      }
    }
  }

  private void lose(Path path, Set<String> names) throws IOException {
    if (Files.isDirectory(path)) {
      Lab.delete(path);
      return;
    }
    Files.delete(path);
    Path before = begin.resolve(folder.relativize(path).toString());
    boolean wasThere = names.stream().anyMatch(name -> name.startsWith(path.getFileName() + "="));
    if (wasThere && Files.exists(before)) {
      Files.copy(before, path, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  private boolean isWarehouse(Path path) {
    return String.valueOf(path.getFileName()).contains("lab.duckdb");
  }

  /** Whatever a manifest or a release names is there, and whole. */
  static void requireWhole(String lake) {
    for (Manifest manifest : ManifestStore.committed(lake)) {
      for (var table : manifest.tables()) {
        for (DataFile file : table.files()) {
          assertThat(file.path(), FileDamage.of(lake, file), is(nullValue()));
        }
      }
    }
    for (Release release : Releases.of(lake).all()) {
      assertThat(ManifestStore.at(lake, release.manifest()).isPresent(), is(true));
      for (String table : release.tables().keySet()) {
        var shown = release.tables().get(table);
        for (DataFile file : shown.in(lake, table).files()) {
          assertThat(file.path(), FileDamage.of(lake, file), is(nullValue()));
        }
      }
    }
    requirePlaced(lake);
  }

  /** Once readers are told of the newest release, all that it places is there. */
  private static void requirePlaced(String lake) {
    Optional<Release> newest = Releases.of(lake).newest();
    if (newest.isPresent() && newest.equals(Releases.of(lake).current())) {
      newest
          .get()
          .tables()
          .forEach(
              (table, shown) -> {
                for (ProductionLayout.Placed file : ProductionLayout.of(lake, table, shown)) {
                  assertThat(file.path(), sha256(Path.of(lake, file.path())), is(file.sha256()));
                }
              });
    }
  }

  private static String sha256(Path path) {
    try {
      return Files.exists(path) ? Sha256.of(path) : "is missing";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
