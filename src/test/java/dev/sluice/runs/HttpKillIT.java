// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Posts;
import dev.sluice.fixture.Streams;
import dev.sluice.store.document.Failpoints;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills streams that take posts, between receipt, sync, answer and commit: what was answered is
 * there, and what its sender sends again is there once. {@code -Dkills=30} kills more often.
 */
class HttpKillIT {
  private static final int KILLS = Integer.getInteger("kills", 3);
  private static final long SEED = Long.getLong("kill.seed", 20261130);
  private static final long LONGEST_LIFE_MILLIS = 6_000;
  private static final int SENDERS = 16;

  /** What is halted, in the order in which a message goes through it. */
  private static final List<String> STEPS =
      List.of(
          "inbox.write:before",
          "inbox.sync:after",
          "inbox.name:before",
          "inbox.name:after",
          "inbox.sync_folder:after",
          "manifest.name:before",
          "manifest.name:after");

  private @TempDir Path base;
  private final int port = Posts.freePort();

  private void spec() {
    Pipelines.write(
        base.resolve("pipeline.yaml"),
        """
        name: clicks
        lake: lake
        warehouse: duckdb:w.duckdb
        mode: streaming
        commit_every: 1s
        tables:
          clicks:
            source: {http: ":%d/clicks", dedupe_for: 10m}
            columns: {id: bigint!}
        """
            .formatted(port));
  }

  /** Whether a message was acknowledged. */
  private boolean isTaken(int id) {
    try {
      String body = "{\"id\": %d}".formatted(id);
      return Posts.post(port, "/clicks", body, "Idempotency-Key", "k" + id).status() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private void requireEachOnce(int sent) {
    assertThat(
        Pipelines.query(
            base.resolve("w.duckdb").toString(),
            "SELECT count(*), count(DISTINCT id), max(id) FROM production.clicks"),
        is(List.of("%d|%d|%d".formatted(sent, sent, sent - 1))));
  }

  @Test
  void losesAndDoublesNothingWhereverItIsHalted() {
    spec();
    int sent = 0;
    try (Streams first = Streams.start(base, Map.of())) {
      assertThat(isTaken(sent++), is(true));
      first.awaitRows("clicks", 1);
    }
    for (String step : STEPS) {
      Streams halted = Streams.start(base, Map.of(Failpoints.VARIABLE, step + ":1"));
      boolean isAnswered = isTaken(sent++);
      assertThat(step, isAnswered, is(step.startsWith("manifest")));
      assertThat(step, halted.child().await(), is(Failpoints.HALTED));
    }
    try (Streams last = Streams.start(base, Map.of())) {
      for (int id = 0; id < sent; id++) {
        assertThat(isTaken(id), is(true));
      }
      last.awaitRows("clicks", sent);
    }
    requireEachOnce(sent);
  }

  @Test
  void losesAndDoublesNothingWhenItIsKilledWhileManySend() throws Exception {
    spec();
    System.out.println("streams are killed by seed " + SEED);
    Random random = new Random(SEED);
    AtomicInteger next = new AtomicInteger();
    AtomicBoolean isOver = new AtomicBoolean();
    List<Thread> senders = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      Thread sender = new Thread(() -> send(next, isOver));
      sender.start();
      senders.add(sender);
    }
    for (int i = 0; i < KILLS; i++) {
      Streams killed = Streams.start(base, Map.of());
      assertThat(killed.child().killAfter(1_000 + random.nextLong(LONGEST_LIFE_MILLIS)), is(true));
    }
    try (Streams last = Streams.start(base, Map.of())) {
      isOver.set(true);
      for (Thread sender : senders) {
        sender.join();
      }
      last.awaitRows("clicks", next.get());
    }
    System.out.println(next.get() + " messages were sent");
    requireEachOnce(next.get());
  }

  /** Sends each until it is acknowledged. */
  private void send(AtomicInteger next, AtomicBoolean isOver) {
    while (!isOver.get()) {
      int id = next.getAndIncrement();
      while (!isTaken(id)) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    }
  }
}
