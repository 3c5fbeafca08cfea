// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.either;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.sluice.fixture.Child;
import dev.sluice.fixture.KafkaBroker;
import dev.sluice.fixture.Pipelines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills streams while rows come: none is lost, and none is there twice. {@code -Dkills=30} kills
 * more often, {@code -Dkill.seed=7} begins elsewhere.
 */
class StreamKillIT {
  private static final int KILLS = Integer.getInteger("kills", 3);
  private static final long SEED = Long.getLong("kill.seed", 20261130);
  private static final int EACH = 500;
  private static final long LONGEST_LIFE_MILLIS = 9_000;
  private static final long PATIENCE_MINUTES = 3;
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private @TempDir Path base;
  private int sent;

  private void spec(String source, String more) {
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
            source: {%s}
            columns: {id: bigint!, k: int!, seq: bigint!}
            load: append
            tolerate: {dead_rows: 1000000}%s
        models:
          per_key:
            sql: SELECT k, count(*) AS rows, max(seq) AS last FROM events GROUP BY k
            per: k
        """
            .formatted(source, more));
  }

  /** Each key counts its own rows; one row in a hundred is poison. */
  private String row() {
    int id = sent++;
    return id % 100 == 99
        ? "poison " + id
        : "{\"id\": %d, \"k\": %d, \"seq\": %d}".formatted(id, id % 7, id / 7);
  }

  private void file() {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < EACH; i++) {
      rows.append(row()).append('\n');
    }
    try {
      Path folder = Files.createDirectories(base.resolve("p/in"));
      Path aside = folder.resolve("." + sent + ".new");
      Files.writeString(aside, rows);
      Files.move(aside, folder.resolve("%08d.json".formatted(sent)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Child stream() {
    return stream(Map.of());
  }

  private Child stream(Map<String, String> environment) {
    return Child.start(environment, "run", base.resolve("p").toString());
  }

  private List<String> production(String sql) {
    return Pipelines.query(base.resolve("p/w.duckdb").toString(), sql);
  }

  private List<String> lake(String sql) {
    Pipelines.Ran ran =
        Pipelines.sluice("query", base.resolve("p").toString(), sql, "--format", "csv");
    return ran.out().lines().skip(1).toList();
  }

  /** Waits until the lake holds all rows that were sent. */
  private void awaitAll(Child stream) {
    String good = String.valueOf(sent - sent / 100);
    await(stream, () -> lake("SELECT count(*) FROM events").equals(List.of(good)));
  }

  private static void awaitOutput(Child stream, String text) {
    await(stream, () -> stream.output().contains(text));
  }

  private static void await(Child stream, BooleanSupplier isSo) {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(PATIENCE_MINUTES);
    while (!isSo.getAsBoolean()) {
      if (!stream.isAlive() || System.nanoTime() > end) {
        throw new AssertionError(stream.output());
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private void requireEachOnce() {
    long good = sent - sent / 100;
    assertThat(
        production("SELECT count(*), count(DISTINCT id) FROM production.events"),
        is(List.of(good + "|" + good)));
    assertThat(
        production("SELECT sum(rows) FROM production.per_key"), is(List.of(String.valueOf(good))));
    assertThat(
        production(
            """
            SELECT count(*) FROM (SELECT k, count(*) AS n, max(seq) AS m FROM production.events GROUP BY k) e
            FULL JOIN production.per_key p ON p.k = e.k AND p.rows = e.n AND p.last = e.m
            WHERE e.k IS NULL OR p.k IS NULL"""),
        is(List.of("0")));
    assertThat(lake("SELECT count(*) FROM dead_letters"), is(List.of(String.valueOf(sent / 100))));
  }

  /** Not before it listens: a stream that has not begun ends as any command does. */
  private void end(Child stream) {
    awaitOutput(stream, ": streaming;");
    stream.terminate();
    stream.endsWith(0);
    assertThat(stream.output(), containsString("the stream ended as it was told"));
  }

  @Test
  void losesAndDoublesNoRowOfFilesWhenItIsKilled() {
    spec("json: \"in/*.json\"", "");
    Random random = new Random(SEED);
    System.out.println("streams are killed by seed " + SEED);
    file();
    Child first = stream();
    awaitAll(first);
    end(first);
    for (int i = 0; i < KILLS; i++) {
      Child killed = stream();
      file();
      assertThat(killed.output(), killed.killAfter(random.nextLong(LONGEST_LIFE_MILLIS)), is(true));
      file();
    }
    Child last = stream();
    awaitAll(last);
    end(last);
    requireEachOnce();
  }

  @Test
  void losesAndDoublesNoMessageWhenItIsKilledAndEpochsAreHeld() {
    try (KafkaBroker broker = KafkaBroker.start(base.resolve("broker"))) {
      broker.topic("events", 3);
      String rule = "\n    rules: [{name: small, sql: id < 100000000, severity: fail}]";
      spec("kafka: events, servers: \"%s\"".formatted(broker.server()), rule);
      Random random = new Random(SEED + 1);
      send(broker, EACH);
      Child first = stream();
      awaitAll(first);
      broker.send(
          producer ->
              producer.send(
                  KafkaBroker.message(
                      "events", 0, null, "{\"id\": 100000000, \"k\": 99, \"seq\": 1}")));
      awaitHeld(first);
      Pipelines.Ran status = Pipelines.sluice("status", base.resolve("p").toString());
      assertThat(
          status.toString(),
          status.out(),
          allOf(
              containsString("events: a stream runs, an epoch every 1s\n"),
              containsString("  held          1 epoch; `sluice epochs list` says what to do\n")));
      for (int i = 0; i < KILLS; i++) {
        send(broker, EACH);
        Child killed = i == 0 ? first : stream();
        assertThat(
            killed.output(), killed.killAfter(random.nextLong(LONGEST_LIFE_MILLIS)), is(true));
      }
      Child next = stream();
      awaitAll(next);
      end(next);
      requireEachOnce();

      spec("kafka: events, servers: \"%s\"".formatted(broker.server()), "");
      Pipelines.Ran released =
          Pipelines.sluice(
              "epochs", "release", base.resolve("p").toString(), "--all", "--why", "x");
      assertThat(released.toString(), released.exit(), is(0));
      for (int i = 0; i < 2; i++) {
        Pipelines.Ran ran =
            Pipelines.sluice("run", base.resolve("p").toString(), "--mode", "batch", "--quiet");
        assertThat(ran.toString(), ran.exit(), is(0));
        assertThat(
            production("SELECT count(*), count(*) FILTER (k = 99) FROM production.events"),
            is(List.of("%d|1".formatted(sent - sent / 100 + 1))));
      }
    }
  }

  /** In the middle of an epoch, which the next stream does again. */
  @Test
  void endsAtOnceWhenItIsToldTwiceAndSaysNothingThatIsNotSo() throws Exception {
    spec("json: \"in/*.json\"", "");
    file();
    Child twice = stream(Map.of("SLUICE_FAILPOINT", "manifest.write:before:1:stop")).awaitStopped();
    for (String signal : List.of("-INT", "-TERM")) {
      String pid = String.valueOf(twice.pid());
      assertThat(new ProcessBuilder("kill", signal, pid).start().waitFor(), is(0));
    }
    assertThat(twice.goOn().await(), either(is(128 + 2)).or(is(128 + 15)));
    assertThat(twice.output(), containsString("ending with this epoch; once more ends at once"));
    assertThat(twice.output(), not(containsString("before a run began")));
    Child next = stream();
    awaitAll(next);
    end(next);
    requireEachOnce();
  }

  private void send(KafkaBroker broker, int count) {
    broker.send(
        producer -> {
          for (int i = 0; i < count; i++) {
            producer.send(KafkaBroker.message("events", sent % 3, null, row()));
          }
        });
  }

  private static void awaitHeld(Child stream) {
    awaitOutput(stream, " held with ");
    assertThat(
        stream.output(), allOf(containsString("small"), containsString("sluice epochs list")));
  }
}
