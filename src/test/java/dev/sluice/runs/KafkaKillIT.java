// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static dev.sluice.fixture.KafkaBroker.message;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Child;
import dev.sluice.fixture.KafkaBroker;
import dev.sluice.fixture.Pipelines;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills runs over a topic, and its broker, while messages come: none is lost, and none is there
 * twice. {@code -Dkills=30} kills more often, {@code -Dkill.seed=7} begins elsewhere.
 */
class KafkaKillIT {
  private static final int KILLS = Integer.getInteger("kills", 4);
  private static final long SEED = Long.getLong("kill.seed", 20261129);
  private static final int EACH = 6_000;

  private @TempDir Path base;
  private KafkaBroker broker;
  private int sent;

  @BeforeEach
  void start() {
    broker = KafkaBroker.start(base.resolve("broker"));
    broker.topic("events", 3);
    Pipelines.write(
        base.resolve("p/pipeline.yaml"),
        """
        name: events
        lake: lake
        warehouse: duckdb:w.duckdb
        tables:
          events:
            source: {kafka: events, servers: "%s", meta: {part: partition, pos: offset}}
            columns: {id: bigint!, part: int!, pos: bigint!}
            tolerate: {dead_rows: 1000000}
        """
            .formatted(broker.server()));
  }

  @AfterEach
  void stop() {
    if (broker != null) {
      broker.close();
    }
  }

  /** One in a thousand is no JSON. */
  private void send(int count) {
    broker.send(
        producer -> {
          for (int i = 0; i < count; i++, sent++) {
            String value = sent % 1000 == 999 ? "poison " + sent : "{\"id\": " + sent + "}";
            producer.send(message("events", sent % 3, null, value));
          }
        });
  }

  private Child run(Map<String, String> environment) {
    return Child.start(environment, "run", base.resolve("p").toString(), "--quiet");
  }

  private void requireEachOnce() {
    long poison = sent / 1000;
    assertThat(
        Pipelines.query(
            base.resolve("p/w.duckdb").toString(),
            """
            SELECT count(*), count(DISTINCT id), count(DISTINCT (part, pos)), min(id), max(id)
            FROM production.events"""),
        is(
            List.of(
                "%1$d|%1$d|%1$d|0|%2$d"
                    .formatted(sent - poison, sent % 1000 == 0 ? sent - 2 : sent - 1))));
    assertThat(
        Pipelines.query(
                "",
                "SELECT count(*), count(DISTINCT letter_id), count(DISTINCT (origin, origin_row)) FROM read_parquet('%s/p/lake/staging/dead_letters/*/*/*.parquet') WHERE run_id IN (SELECT DISTINCT run_id FROM read_parquet('%s/p/lake/staging/events/**/*.parquet'))"
                    .formatted(base, base))
            .size(),
        is(1));
  }

  @Test
  void losesAndDoublesNothingWhenRunsAreKilled() {
    Random random = new Random(SEED);
    send(EACH);
    assertThat(run(Map.of()).await(), is(0));
    long full = 0;
    int killed = 0;
    for (int i = 0; i < KILLS; i++) {
      send(EACH);
      long begin = System.nanoTime();
      Child child = run(Map.of());
      if (i == 0) {
        child.endsWith(0);
        full = (System.nanoTime() - begin) / 1_000_000;
      } else {
        killed += child.killAfter(full / 4 + random.nextLong(full)) ? 1 : 0;
      }
    }
    for (String point :
        List.of("landed.sync:after:1", "release.names:before:1", "warehouse.commit:after:1")) {
      send(10);
      Child child = run(Map.of("SLUICE_FAILPOINT", point));
      killed += child.await() == 0 ? 0 : 1;
    }
    assertThat(run(Map.of()).await(), is(0));
    System.out.println("killed " + killed + " runs, seed " + SEED);
    requireEachOnce();
  }

  @Test
  void takesUpWhatAKilledRunBeganAndNoMore() {
    send(3_000);
    Child killed = run(Map.of("SLUICE_FAILPOINT", "landed.sync:before:1"));
    assertThat(killed.await() == 0, is(false));
    int before = sent;
    send(500);
    assertThat(run(Map.of()).await(), is(0));
    assertThat(
        Pipelines.query(
            base.resolve("p/w.duckdb").toString(), "SELECT max(id) FROM production.events"),
        is(List.of(String.valueOf(before - 2))));
    assertThat(run(Map.of()).await(), is(0));
    requireEachOnce();
  }

  @Test
  void waitsForABrokerThatStartsAgain() {
    send(30_000);
    Child child = run(Map.of());
    broker.kill();
    broker.up();
    child.endsWith(0);
    requireEachOnce();
  }

  @Test
  void stopsWhereTheBrokerStaysAway() {
    Path spec = base.resolve("p/pipeline.yaml");
    Pipelines.write(
        spec,
        Pipelines.text(spec).replace("meta:", "properties: {default.api.timeout.ms: 3000}, meta:"));
    send(3_000);
    broker.kill();
    Child child = run(Map.of());
    assertThat(child.await(), is(1));
    assertThat(child.output(), containsString("SOURCE_UNREACHABLE"));
    broker.up();
    assertThat(run(Map.of()).await(), is(0));
    requireEachOnce();
  }
}
