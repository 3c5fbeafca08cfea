// SPDX-License-Identifier: Apache-2.0
package dev.sluice.faults;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import com.sun.management.OperatingSystemMXBean;
import dev.sluice.fixture.Pipelines;
import dev.sluice.graph.ChangedRun;
import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.DoFn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs over one CSV file, read in parts, by one reader, and as on other machines: all give the
 * same. {@code bench/split} measures a large one.
 */
class SplitCostTest {
  private static final Instant CREATED_AT = Instant.parse("2026-02-02T00:00:00Z");
  private static final long BYTES = Long.getLong("split.bytes", 24L << 20);
  private static final String COLUMNS =
      "order_id,customer_id,status,amount,currency,quantity,placed_at,address,city,note,email";
  private static final String ROW =
      "%d,%d,shipped,%d.%02d,EUR,%d,2026-01-%02d 10:11:12,\"%d Main Street, Flat 7\",Zürich,%s,user%d@example.com%n";
  private static final List<String> NOTES =
      List.of("", "\"leave it, please\"", "\"ring\ntwice\"", "\"the \"\"red\"\" door\"", "at noon");

  private static @TempDir Path base;

  /** Hands all files on as they are. */
  private static final class WholeFn extends DoFn<Object, Object> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void pass(@Element Object files, OutputReceiver<Object> out) {
      out.output(files);
    }
  }

  private static void write(Path file) throws IOException {
    Random random = new Random(7);
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      String note = NOTES.get(random.nextInt(NOTES.size()));
      rows.add(
          i % 5000 == 4999
              ? i + ",lone\n"
              : ROW.formatted(
                  i,
                  i * 7,
                  i % 900,
                  i % 100,
                  i % 1000,
                  1 + i % 28,
                  i % 200,
                  note,
                  random.nextInt()));
    }
    try (Writer out = Files.newBufferedWriter(file)) {
      out.write(COLUMNS + "\n");
      for (long bytes = 0; bytes < BYTES; ) {
        String row = rows.get(random.nextInt(rows.size()));
        out.write(row);
        bytes += row.length();
      }
    }
  }

  private static Path pipeline(String name, Path file) {
    Path folder = base.resolve(name);
    String fields =
        List.of(COLUMNS.split(",")).stream()
            .map(
                column ->
                    "{\"name\": \"%s\", \"type\": [\"null\", \"%s\"]}"
                        .formatted(
                            column,
                            column.endsWith("_id") || column.equals("quantity")
                                ? "long"
                                : "string"))
            .reduce((a, b) -> a + ", " + b)
            .orElseThrow();
    Pipelines.write(
        folder.resolve("orders.avsc"),
        "{\"type\": \"record\", \"name\": \"orders\", \"fields\": [" + fields + "]}");
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: split
        lake: lake
        tables:
          orders:
            source: {csv: "%s"}
            schema: orders.avsc
            rules: [quantity > 0]
            tolerate: {dead_ratio: 0.2}
        """
            .formatted(file));
    return folder;
  }

  /** What a lake holds: of each table how many rows, and a digest of them in no order. */
  private static List<String> content(Path folder) {
    List<String> content = new ArrayList<>();
    for (String table : List.of("raw_orders", "orders", "dead_letters")) {
      String left = table.equals("dead_letters") ? "EXCLUDE (run_id, created_at)" : "";
      content.addAll(
          Pipelines.query(
              "",
              "SELECT count(*), bit_xor(hash(t)) FROM (SELECT * %s FROM read_parquet('%s/lake/staging/%s/*/*/*.parquet', hive_partitioning = false)) t"
                  .formatted(left, folder, table)));
    }
    return content;
  }

  private static void measure(String name, Path folder, Consumer<Path> run) {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long cpu = system.getProcessCpuTime();
    long begin = System.nanoTime();
    run.accept(folder);
    System.out.printf(
        "%s: %.1f s, %.1f s of processor time%n",
        name, (System.nanoTime() - begin) / 1e9, (system.getProcessCpuTime() - cpu) / 1e9);
  }

  private static void byOneReader(Pipeline pipeline) {
    Rewrite.replace(
        pipeline,
        fn -> fn.getClass().getSimpleName().equals("CutFilesFn"),
        (name, parDo) -> new WholeFn());
  }

  @Test
  void givesTheSameInPartsByOneReaderAndOnWorkers() throws IOException {
    Path file = base.resolve("orders.csv");
    write(file);
    Path workers = pipeline("workers", file);
    measure("workers", workers, folder -> ChangedRun.ofAJob(folder, CREATED_AT, p -> {}));
    List<String> content = content(workers);
    for (int round = 0; round < Integer.getInteger("split.rounds", 1); round++) {
      Path parts = pipeline("parts" + round, file);
      measure("in parts", parts, folder -> ChangedRun.of(folder, CREATED_AT, p -> {}));
      assertThat(content(parts), is(content));
      Path one = pipeline("one" + round, file);
      measure(
          "one reader",
          one,
          folder -> ChangedRun.of(folder, CREATED_AT, SplitCostTest::byOneReader));
      assertThat(content(one), is(content));
    }
    assertThat(content, hasSize(3));
    assertThat(content.get(2), not(startsWith("0|")));
  }
}
