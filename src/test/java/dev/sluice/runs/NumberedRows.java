// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Child;
import dev.sluice.fixture.Pipelines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A stream over a watched folder whose rows are numbered, so that each can be looked for. */
final class NumberedRows {
  private static final int EACH = 500;
  private static final long PATIENCE_MINUTES = 4;
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final Path folder;
  private int sent;

  NumberedRows(Path folder) {
    this.folder = folder;
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: events
        lake: lake
        warehouse: duckdb:w.duckdb
        mode: streaming
        commit_every: 1s
        tables:
          events:
            source: {json: "in/*.json"}
            columns: {id: bigint!, k: int!, seq: bigint!}
            load: append
            tolerate: {dead_rows: 1000000}
        models:
          per_key:
            sql: SELECT k, count(*) AS rows, max(seq) AS last FROM events GROUP BY k
            per: k
            incremental: true
        """);
  }

  /** Puts a file of rows there; each key counts its own, and one in a hundred is poison. */
  void file() {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < EACH; i++) {
      int id = sent++;
      rows.append(
          id % 100 == 99
              ? "poison %d\n".formatted(id)
              : "{\"id\": %d, \"k\": %d, \"seq\": %d}\n".formatted(id, id % 7, id / 7));
    }
    try {
      Path in = Files.createDirectories(folder.resolve("in"));
      Path aside = in.resolve("." + sent + ".new");
      Files.writeString(aside, rows);
      Files.move(aside, in.resolve("%08d.json".formatted(sent)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Child stream(Map<String, String> environment, String... more) {
    List<String> args = new ArrayList<>(List.of("run", folder.toString()));
    args.addAll(List.of(more));
    return Child.start(environment, args.toArray(String[]::new));
  }

  private long good() {
    return sent - sent / 100;
  }

  /** Waits until the lake holds all rows that were sent. */
  void awaitAll(Child stream) {
    List<String> all = List.of(String.valueOf(good()));
    await(stream, () -> lake("SELECT count(*) FROM events").equals(all));
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

  /** Ends a stream as a person does. */
  void end(Child stream) {
    stream.terminate();
    stream.endsWith(0);
    assertThat(stream.output(), containsString("the stream ended as it was told"));
  }

  private List<String> lake(String sql) {
    return Pipelines.sluice("query", folder.toString(), sql, "--format", "csv")
        .out()
        .lines()
        .skip(1)
        .toList();
  }

  private List<String> production(String sql) {
    return Pipelines.query(folder.resolve("w.duckdb").toString(), sql);
  }

  void requireEachOnce() {
    assertThat(
        production("SELECT count(*), count(DISTINCT id) FROM production.events"),
        is(List.of(good() + "|" + good())));
    assertThat(
        production(
            """
            SELECT count(*) FROM (SELECT k, count(*) AS n, max(seq) AS m FROM production.events GROUP BY k) e
            FULL JOIN production.per_key p ON p.k = e.k AND p.rows = e.n AND p.last = e.m
            WHERE e.k IS NULL OR p.k IS NULL"""),
        is(List.of("0")));
    assertThat(lake("SELECT count(*) FROM dead_letters"), is(List.of(String.valueOf(sent / 100))));
  }
}
