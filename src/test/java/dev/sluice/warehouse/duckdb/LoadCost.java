// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.duckdb;

import static dev.sluice.fixture.HandMadeLake.manifest;
import static dev.sluice.fixture.HandMadeLake.schema;
import static dev.sluice.fixture.HandMadeLake.table;

import com.sun.management.OperatingSystemMXBean;
import dev.sluice.fixture.HandMadeLake;
import dev.sluice.runs.DatabaseHolder;
import dev.sluice.schema.TableSchema;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState.Kind;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Outcome;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What {@code bench/warehouse} runs: loads of one size into a warehouse of another. */
final class LoadCost {
  private static final int ROUNDS = 9;
  private static final TableSchema SALES =
      schema("id BIGINT", "amount DECIMAL(12,2)", "customer VARCHAR");

  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final Path file;
  private final HandMadeLake lake;
  private final DuckDbWarehouse warehouse;
  private final List<DataFile> live = new ArrayList<>();
  private long number;

  private LoadCost(Path folder) {
    file = folder.resolve("w.duckdb");
    lake = new HandMadeLake(folder.resolve("lake"));
    warehouse = new DuckDbWarehouse(file, Duration.ofSeconds(10));
  }

  public static void main(String[] args) throws Exception {
    new LoadCost(Path.of(args[0])).measure(Long.parseLong(args[1]));
  }

  private void measure(long rows) throws Exception {
    for (int i = 0; i < 8; i++) {
      live.add(sales(rows / 8));
    }
    DataFile small = sales(10_000);
    live.add(small);
    long unused = load();
    System.out.printf("%,d rows, %,d MB:%n", rows, Files.size(file) / 1_000_000);
    say("1,000 rows appended", this::append);
    say("10,000 rows exchanged", this::exchange);
    List<Process> readers = new ArrayList<>();
    try {
      readers.add(DatabaseHolder.startReader(file));
      append();
      System.out.printf("  %-45s %6d ms%n", "the first load beside a reader (a copy)", load());
      say("1,000 rows appended, beside a reader", () -> turn(readers, this::append));
      say("10,000 rows exchanged, beside a reader", () -> turn(readers, this::exchange));
    } finally {
      readers.forEach(Process::destroyForcibly);
    }
    System.out.printf("  %,d MB in the end%n", Files.size(file) / 1_000_000);
  }

  private interface Step {
    void take() throws Exception;
  }

  /** A dashboard opens the newest file, and leaves the one before. */
  private void turn(List<Process> readers, Step step) throws Exception {
    readers.add(DatabaseHolder.startReader(file));
    readers.remove(0).destroyForcibly().waitFor();
    step.take();
  }

  private void say(String what, Step step) throws Exception {
    List<Long> walls = new ArrayList<>();
    List<Long> cpus = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      step.take();
      long begin = system.getProcessCpuTime();
      walls.add(load());
      cpus.add((system.getProcessCpuTime() - begin) / 1_000_000);
    }
    walls.sort(null);
    cpus.sort(null);
    System.out.printf(
        "  %-45s %6d ms, %d ms of processor time (medians of %d)%n",
        what, walls.get(ROUNDS / 2), cpus.get(ROUNDS / 2), ROUNDS);
  }

  private void append() throws Exception {
    live.add(sales(1_000));
  }

  private void exchange() throws Exception {
    DataFile next = sales(10_000);
    live.removeIf(each -> each.rows() == 10_000);
    live.add(next);
  }

  /** Loads what is live into both schemas. */
  private long load() {
    Manifest manifest =
        manifest(
            ++number,
            Outcome.PUBLISHED,
            table("sales", Kind.TYPED, SALES, live.toArray(DataFile[]::new)));
    long begin = System.nanoTime();
    warehouse.load(lake.root(), manifest);
    warehouse.publish(lake.root(), manifest, number);
    return (System.nanoTime() - begin) / 1_000_000;
  }

  private DataFile sales(long rows) throws Exception {
    String path = "staging/sales/created_at=20260101T000000Z/%d.parquet";
    return lake.write(
        "sales",
        path.formatted(System.nanoTime()),
        "SELECT i AS id, (hash(i) %% 1000000 / 100)::DECIMAL(12,2) AS amount, 'customer ' || hash(i) %% 100000 AS customer, TIMESTAMPTZ '2026-01-01 00:00:00+00' AS created_at, created_at AS updated_at FROM range(%d) t(i)"
            .formatted(rows));
  }
}
