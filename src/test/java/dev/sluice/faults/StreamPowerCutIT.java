// SPDX-License-Identifier: Apache-2.0
package dev.sluice.faults;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Posts;
import dev.sluice.fixture.Streams;
import dev.sluice.store.document.Failpoints;
import dev.sluice.table.log.ManifestStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ends a stream that takes posts and files at any moment and takes away from its lake all that was
 * not synced, as a power cut would: what was answered is there, what was released is whole, and
 * every row is there once. {@code -Dkills=30} cuts more often, {@code -Dkill.seed=7} elsewhere.
 */
class StreamPowerCutIT {
  private static final int CUTS = Integer.getInteger("kills", 4);
  private static final long SEED = Long.getLong("kill.seed", 20261130);
  private static final long LONGEST_LIFE_MILLIS = 6_000;
  private static final int SENDERS = 8;
  private static final int EACH = 100;
  private static final Pattern RELEASED = Pattern.compile("run (\\d+) released");

  /** Every other time the process is halted here, with a part of a step on disk. */
  private static final List<String> STEPS =
      List.of(
          "inbox.name:after:3",
          "manifest.name:after:2",
          "inbox.sync_folder:after:3",
          "landed.sync:before:2",
          "inbox.sync:after:3",
          "release.name:after:2");

  private @TempDir Path base;
  private final int port = Posts.freePort();
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicBoolean isOver = new AtomicBoolean();
  private int files;
  private int lost;

  private void spec() {
    Pipelines.write(
        base.resolve("p/pipeline.yaml"),
        """
        name: clicks
        lake: %s/disk/lake
        mode: streaming
        commit_every: 1s
        tables:
          clicks:
            source: {http: ":%d/clicks", dedupe_for: 10m}
            columns: {id: bigint!}
            load: append
          rows:
            source: {json: "in/*.json"}
            columns: {id: bigint!, k: int!}
            load: append
        models:
          total:
            sql: SELECT k, count(*) AS n FROM rows GROUP BY k
            per: k
        """
            .formatted(base, port));
  }

  /** A file that nobody has written to for a while. */
  private void put() {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < EACH; i++) {
      rows.append("{\"id\": %d, \"k\": %d}\n".formatted(files * EACH + i, i % 5));
    }
    Path file = base.resolve("p/in/%03d.json".formatted(files++));
    Pipelines.write(file, rows.toString());
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends each until it is acknowledged. */
  private void send() {
    while (!isOver.get()) {
      int id = sent.getAndIncrement();
      while (!isTaken(id)) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    }
  }

  private boolean isTaken(int id) {
    try {
      String body = "{\"id\": %d}".formatted(id);
      return Posts.post(port, "/clicks", body, "Idempotency-Key", "k" + id).status() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private String lake() {
    return base.resolve("disk/lake").toString();
  }

  private void cut(int round, Random random) {
    Path disk = base.resolve("disk");
    Path begin = base.resolve("begin" + round);
    Lab.copy(disk, begin);
    PowerCut cut = PowerCut.over(disk, begin);
    Map<String, String> environment = new HashMap<>(cut.environment());
    boolean isHalted = round % 2 == 1;
    String step = STEPS.get(round / 2 % STEPS.size());
    if (isHalted) {
      environment.put(Failpoints.VARIABLE, step);
    }
    Streams stream = Streams.start(base.resolve("p"), environment);
    put();
    if (isHalted) {
      assertThat(step, stream.child().await(), is(Failpoints.HALTED));
    } else {
      assertThat(stream.child().killAfter(random.nextLong(LONGEST_LIFE_MILLIS)), is(true));
    }
    lost += cut.strike(random, round % 4 == 2 ? 0.5 : 1);
    PowerCut.requireWhole(lake());
    Matcher released = RELEASED.matcher(stream.child().output());
    while (released.find()) {
      long number = Long.parseLong(released.group(1));
      assertThat("run " + number, ManifestStore.at(lake(), number).isPresent(), is(true));
    }
    Lab.delete(begin);
  }

  @Test
  void keepsWhatWasAnsweredAndWhatWasReleased() throws Exception {
    System.out.println("power is cut by seed " + SEED);
    Random random = new Random(SEED);
    spec();
    Files.createDirectories(base.resolve("disk"));
    List<Thread> senders = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      Thread sender = new Thread(this::send);
      sender.setDaemon(true);
      sender.start();
      senders.add(sender);
    }
    for (int round = 0; round < CUTS; round++) {
      cut(round, random);
    }
    try (Streams last = Streams.start(base.resolve("p"), Map.of())) {
      isOver.set(true);
      for (Thread sender : senders) {
        sender.join();
      }
      last.awaitRows("clicks", sent.get());
      last.awaitRows("rows", files * EACH);
    }
    System.out.printf(
        "%d power cuts took %d files and names; %d posts were answered%n", CUTS, lost, sent.get());
    PowerCut.requireWhole(lake());
    requireEachOnce("clicks", sent.get());
    requireEachOnce("rows", files * EACH);
    assertThat(
        Pipelines.query("", "SELECT sum(n) FROM " + production("total")),
        is(List.of(String.valueOf(files * EACH))));
  }

  private String production(String table) {
    return "read_parquet('%s/production/%s/data/*.parquet')".formatted(lake(), table);
  }

  private void requireEachOnce(String table, int count) {
    assertThat(
        Pipelines.query(
            "",
            "SELECT count(*), count(DISTINCT id), min(id), max(id) FROM %s"
                .formatted(production(table))),
        is(List.of("%1$d|%1$d|0|%2$d".formatted(count, count - 1))));
  }
}
