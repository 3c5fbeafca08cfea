// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Child;
import dev.sluice.fixture.Emulators;
import dev.sluice.fixture.LakeBucket;
import dev.sluice.fixture.Pipelines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two streams meet on a lake in a bucket, where nobody can hold a lock that ends with him. */
class StreamTwinsIT {
  private static final int EACH = 100;
  private static final long PATIENCE_MINUTES = 3;

  private @TempDir Path folder;
  private final List<Child> begun = new ArrayList<>();
  private int files;

  private void put() {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < EACH; i++) {
      rows.append("{\"id\": %d}\n".formatted(files * EACH + i));
    }
    Path file = folder.resolve("in/%03d.json".formatted(files++));
    Pipelines.write(file, rows.toString());
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Child stream() {
    Child stream = Child.start(Map.of(), "run", folder.toString());
    begun.add(stream);
    return stream;
  }

  @AfterEach
  void killAll() {
    begun.forEach(
        stream -> {
          boolean unused = stream.killAfter(0);
        });
  }

  private void awaitRows(Child stream) {
    String all = "count_star()\n%d\n".formatted(files * EACH);
    String[] query = {"query", folder.toString(), "SELECT count(*) FROM clicks", "--format", "csv"};
    await(() -> !stream.isAlive() || Pipelines.sluice(query).out().equals(all));
    assertThat(stream.output(), stream.isAlive(), is(true));
  }

  private void end(Child stream) {
    stream.terminate();
    stream.endsWith(0);
    assertThat(
        Pipelines.query(
            folder.resolve("w.duckdb").toString(),
            "SELECT count(*), count(DISTINCT id) FROM production.clicks"),
        is(List.of("%1$d|%1$d".formatted(files * EACH))));
  }

  private static void await(BooleanSupplier isSo) {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(PATIENCE_MINUTES);
    while (!isSo.getAsBoolean()) {
      assertThat("in time", System.nanoTime() < end, is(true));
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  @Test
  void endsTheEarlierOfTwoStreamsOnALakeInABucket() throws Exception {
    String lake = new LakeBucket(Emulators.gcs()).uri() + "/lake";
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: clicks
        lake: %s
        warehouse: duckdb:w.duckdb
        mode: streaming
        commit_every: 1s
        tables:
          clicks:
            source: {json: "in/*.json"}
            columns: {id: bigint!}
            load: append
        """
            .formatted(lake));
    put();
    Child earlier = stream();
    awaitRows(earlier);
    Child later = stream();
    put();
    assertThat(earlier.await(), is(3));
    assertThat(
        earlier.output(),
        allOf(
            containsString("sluice: ALREADY_RUNNING: "),
            containsString("began on the lake " + lake)));
    put();
    awaitRows(later);

    // One that was killed hinders nobody.
    put();
    assertThat(later.output(), later.killAfter(0), is(true));
    Child last = stream();
    awaitRows(last);
    end(last);
  }
}
