// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import dev.sluice.promote.release.Publisher;
import dev.sluice.promote.release.Release;
import dev.sluice.promote.sign.Signers;
import dev.sluice.store.document.DocumentStore;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.log.ManifestStore.Committed;
import dev.sluice.table.log.ManifestWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Measures increments of one small file each, with a sweep now and then, in one process: whole
 * runs, or nothing but their commits, where files of the first run are named again and again.
 *
 * <pre>
 * IncrementsBenchmark FOLDER COUNT EVERY RUNS runs|commits
 * </pre>
 */
final class IncrementsBenchmark {
  private static final int ROWS = 200;

  private final Path folder;
  private final Path lake;
  private final Map<String, DataFile> sample = new HashMap<>();

  private IncrementsBenchmark(Path folder) {
    this.folder = folder;
    this.lake = folder.resolve("lake");
  }

  public static void main(String[] args) throws IOException {
    new IncrementsBenchmark(Path.of(args[0]))
        .measure(Integer.parseInt(args[1]), Integer.parseInt(args[2]), args[3], args[4]);
  }

  private void measure(int count, int every, String runs, String what) throws IOException {
    Pipelines.write(folder.resolve("sales.avsc"), SmallShop.SCHEMA);
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: kept
        lake: lake
        keep: {runs: %s}
        tables:
          sales: {source: {csv: data/*.csv}, schema: sales.avsc, load: append}
        """
            .formatted(runs));
    for (int i = 1; i <= count; i++) {
      boolean isRun = i == 1 || what.equals("runs");
      if (isRun) {
        write(i);
      }
      Map<Path, Long> before = metadata();
      long begin = System.nanoTime();
      if (isRun) {
        done(Pipelines.sluice("run", folder.toString(), "--quiet"));
      } else {
        commit();
      }
      long millis = (System.nanoTime() - begin) / 1_000_000;
      Map<Path, Long> written = metadata();
      written.keySet().removeAll(before.keySet());
      if (i == 10 || i % every == 0 || i == count) {
        long bytes = written.values().stream().mapToLong(Long::longValue).sum();
        say("increment %d: %d ms, %d bytes of metadata", i, millis, bytes);
      }
      if (i % every == 0 || i == count) {
        sweep(i);
      }
    }
  }

  private void write(int number) {
    StringBuilder csv = new StringBuilder("id,shop,amount,at\n");
    for (int row = 0; row < ROWS; row++) {
      csv.append("%d,shop %d,%d.25,2026-01-01\n".formatted(number * 1000 + row, row % 9, row + 1));
    }
    Pipelines.write(folder.resolve("data/%06d.csv".formatted(number)), csv.toString());
  }

  /** Another run that landed what the first one did. */
  private void commit() throws IOException {
    Committed head = ManifestStore.head(lake.toString()).orElseThrow();
    Manifest before = head.manifest();
    List<TableState> tables = new ArrayList<>();
    for (TableState table : before.tables()) {
      List<DataFile> added = new ArrayList<>();
      for (String path : table.added()) {
        String next =
            path.replaceFirst(
                "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", UUID.randomUUID().toString());
        Files.copy(lake.resolve(path), lake.resolve(next));
        DataFile known = sample.computeIfAbsent(table.table(), t -> table.landed().get(0));
        added.add(
            new DataFile(
                table.table(), known.bucket(), next, known.content(), known.columns(), ""));
      }
      tables.add(table.withData(table.data().with(List.of(), added)));
    }
    Manifest.Stamp run = before.run();
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    Manifest made =
        new Manifest(
            Manifest.VERSION,
            before.number() + 1,
            before.pipeline(),
            new Manifest.Stamp(
                "%012x".formatted(before.number() + 1),
                run.attempt(),
                run.createdAt(),
                now,
                now,
                run.specDigest(),
                new Manifest.Inputs(run.inputs().kind(), "", "", "", before.number()),
                ""),
            before.outcome(),
            tables,
            before.verdicts(),
            head.digest());
    Manifest unused =
        ManifestWriter.commit(DocumentStore.of(lake.toString()), lake.toString(), made);
    Release unusedToo =
        Publisher.publish(
            lake.toString(), ManifestStore.named(lake.toString(), made.number()), Signers.NONE);
  }

  private void sweep(int number) throws IOException {
    long begin = System.nanoTime();
    done(Pipelines.sluice("gc", folder.toString(), "--older-than", "0s"));
    long millis = (System.nanoTime() - begin) / 1_000_000;
    Manifest newest = ManifestStore.latest(lake.toString()).orElseThrow().manifest();
    long live =
        newest.tables().stream().map(TableState::data).mapToLong(TableState.Data::bytes).sum();
    long size = bytes(lake);
    say(
        "after %d: gc %d ms; lake %d bytes, %.2f of what lives (%d); _sluice %d, tables %d, production/releases %d",
        number,
        millis,
        size,
        (double) size / live,
        live,
        bytes(lake.resolve("_sluice")),
        bytes(lake.resolve("tables")),
        bytes(lake.resolve("production/releases")));
  }

  /** All that is no data, and no other name of it. */
  private Map<Path, Long> metadata() throws IOException {
    Map<Path, Long> sizes = new HashMap<>();
    if (Files.exists(lake)) {
      sizes(lake, sizes);
      sizes.keySet().removeIf(path -> path.toString().endsWith(".parquet"));
    }
    return sizes;
  }

  /** Files of two names count once. */
  private static long bytes(Path in) throws IOException {
    Map<Object, Long> all = new HashMap<>();
    Map<Path, Long> sizes = new HashMap<>();
    sizes(in, sizes);
    for (Map.Entry<Path, Long> file : sizes.entrySet()) {
      all.put(Files.getAttribute(file.getKey(), "unix:ino"), file.getValue());
    }
    return all.values().stream().mapToLong(Long::longValue).sum();
  }

  private static void sizes(Path in, Map<Path, Long> sizes) throws IOException {
    try (Stream<Path> all = Files.walk(in)) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        sizes.put(path, Files.size(path));
      }
    }
  }

  private static void done(Ran ran) {
    if (ran.exit() != 0) {
      throw new AssertionError(ran.toString());
    }
  }

  private static void say(String form, Object... values) {
    System.out.printf(form + "%n", values);
  }
}
