// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Child;
import dev.sluice.fixture.KafkaBroker;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.SteadySender;
import dev.sluice.spec.unit.Spans;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Messages come at a steady rate while the stream, its broker, and both at once are killed again
 * and again: every message is there once, and after each kill rows come again. {@code
 * -Dsluice.soak=30m} goes on for longer, {@code -Dkill.seed=7} kills at other moments.
 */
class StreamSoakIT {
  private static final Duration SOAK =
      Spans.parse(System.getProperty("sluice.soak", "30s")).orElseThrow();
  private static final long SEED = Long.getLong("kill.seed", 20261130);
  private static final int RATE = 2_000;
  private static final int PARTITIONS = 4;
  private static final long PATIENCE_MINUTES = 3;
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** Also a table that is merged by the key: twice the work of an epoch. */
  private static final boolean IS_LONG = SOAK.toMinutes() >= 2;

  /** The shortest time between two kills; the longest is twice that. */
  private static final long CALM_MILLIS =
      Math.min(TimeUnit.SECONDS.toMillis(15), SOAK.toMillis() / 8);

  private static final String MERGED =
      """
        newest:
          source: {kafka: events, servers: "%s"}
          columns: {id: bigint!, k: int!, seq: bigint!}
          load: merge
          key: k
          tolerate: {dead_rows: 1000000}
      """;

  private @TempDir Path base;
  private final List<String> returns = new ArrayList<>();
  private KafkaBroker broker;
  private Child stream;

  private void spec() {
    Pipelines.write(
        base.resolve("p/pipeline.yaml"),
        """
        name: events
        lake: lake
        warehouse: duckdb:w.duckdb
        mode: streaming
        commit_every: 1s
        tables:
          events:
            source: {kafka: events, servers: "%1$s", meta: {part: partition, pos: offset}}
            columns: {id: bigint!, k: int!, seq: bigint!, part: int!, pos: bigint!}
            load: append
            tolerate: {dead_rows: 1000000}
        %2$smodels:
          per_key:
            sql: SELECT k, count(*) AS rows, max(seq) AS last FROM events GROUP BY k
            per: k
        """
            .formatted(broker.server(), IS_LONG ? MERGED.formatted(broker.server()) : ""));
  }

  private void start() {
    stream = Child.start(Map.of(), "run", base.resolve("p").toString());
  }

  private long entries() {
    String[] names = base.resolve("p/lake/_sluice/log").toFile().list();
    return names == null ? 0 : List.of(names).stream().filter(n -> n.endsWith(".json")).count();
  }

  private void await(BooleanSupplier isSo) {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(PATIENCE_MINUTES);
    while (!isSo.getAsBoolean()) {
      if (!stream.isAlive() || System.nanoTime() > end) {
        throw new AssertionError(stream.output());
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private void calm(Random random) {
    long end =
        System.nanoTime()
            + TimeUnit.MILLISECONDS.toNanos(CALM_MILLIS + random.nextLong(CALM_MILLIS));
    await(() -> System.nanoTime() > end);
  }

  /** Kills the stream, the broker, or both, in turn; ends when rows come again. */
  private void kill(int round) {
    boolean isStream = round % 3 != 1;
    boolean isBroker = round % 3 != 0;
    long begin = System.nanoTime();
    if (isStream) {
      assertThat(stream.output(), stream.killAfter(0), is(true));
    }
    long before = entries();
    if (isBroker) {
      broker.kill();
      broker.up();
    }
    if (isStream) {
      start();
    }
    await(() -> entries() > before);
    returns.add(
        "%s %.1f s"
            .formatted(
                isBroker ? isStream ? "both" : "broker" : "stream",
                (System.nanoTime() - begin) / 1e9));
  }

  /** Waits until the lake holds so many rows; it is asked once for each entry. */
  private void awaitAll(long rows) {
    String folder = base.resolve("p").toString();
    String sql = "SELECT count(*) FROM events";
    while (true) {
      long asked = entries();
      Pipelines.Ran ran = Pipelines.sluice("query", folder, sql, "--format", "csv");
      if (ran.out().lines().skip(1).toList().equals(List.of(String.valueOf(rows)))) {
        return;
      }
      await(() -> entries() > asked);
    }
  }

  /** Rows of the files of a table, read by nobody's rules. */
  private List<String> files(String table, String sql) {
    String files = "read_parquet('%s/p/lake/production/%s/data/*.parquet')".formatted(base, table);
    return Pipelines.query("", sql.formatted(files));
  }

  @Test
  void losesAndDoublesNothingHoweverOftenStreamAndBrokerAreKilled() {
    System.out.printf("soak of %s, seed %d%n", Spans.spell(SOAK), SEED);
    Random random = new Random(SEED);
    broker = KafkaBroker.start(base.resolve("broker"));
    try (KafkaBroker unused = broker) {
      broker.topic("events", PARTITIONS);
      spec();
      start();
      SteadySender sender = SteadySender.start(broker, "events", PARTITIONS, RATE);
      try (sender) {
        await(() -> entries() > 0);
        long end = System.nanoTime() + SOAK.toNanos();
        for (int round = 0; System.nanoTime() < end; round++) {
          calm(random);
          kill(round);
        }
      }
      awaitAll(sender.sent() - sender.poison());
      stream.terminate();
      stream.endsWith(0);
      assertThat(stream.output(), containsString("the stream ended as it was told"));
      System.out.printf(
          "%d messages in %d entries; rows came again after %s%n",
          sender.sent(), entries(), returns);
      requireEachOnce(sender);
    }
  }

  private void requireEachOnce(SteadySender sender) {
    long good = sender.sent() - sender.poison();
    List<String> keys = new ArrayList<>();
    List<String> newest = new ArrayList<>();
    long[] counts = sender.counts();
    for (int key = 0; key < counts.length; key++) {
      if (counts[key] > 0) {
        keys.add("%d|%d|%2$d|%d".formatted(key, counts[key], counts[key] - 1));
        newest.add("%d|%d".formatted(key, counts[key] - 1));
      }
    }
    assertThat(
        files("events", "SELECT count(*), count(DISTINCT id), count(DISTINCT (part, pos)) FROM %s"),
        is(List.of("%1$d|%1$d|%1$d".formatted(good))));
    assertThat(
        files(
            "events",
            "SELECT k, count(*), count(DISTINCT seq), max(seq) FROM %s GROUP BY k ORDER BY k"),
        is(keys));
    assertThat(files("per_key", "SELECT k, rows, rows, last FROM %s ORDER BY k"), is(keys));
    if (IS_LONG) {
      assertThat(files("newest", "SELECT k, seq FROM %s ORDER BY k"), is(newest));
    }
    for (String table : IS_LONG ? List.of("events", "newest") : List.of("events")) {
      assertThat(
          Pipelines.query(
              base.resolve("p/w.duckdb").toString(),
              "SELECT count(*), count(DISTINCT (origin, origin_row)) FROM staging.dead_letters WHERE table_name = '"
                  + table
                  + "'"),
          is(List.of("%1$d|%1$d".formatted(sender.poison()))));
    }
  }
}
