// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery;

import static dev.sluice.fixture.HandMadeLake.manifest;
import static dev.sluice.fixture.HandMadeLake.schema;
import static dev.sluice.fixture.HandMadeLake.table;

import dev.sluice.fixture.HandMadeLake;
import dev.sluice.spec.WarehouseSpec;
import dev.sluice.store.document.Failpoints;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState.Kind;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Loads a manifest of two tables in a process of its own, which a failpoint may end. */
final class LoadProcess {
  private LoadProcess() {}

  /** Two tables, each of one file of the given rows. */
  static Manifest manifestOf(long rows) {
    return manifest(
        1,
        Outcome.STAGED,
        table("orders", Kind.TYPED, schema("id BIGINT"), file("orders", rows)),
        table("events", Kind.TYPED, schema("id BIGINT"), file("events", rows)));
  }

  private static DataFile file(String table, long rows) {
    DataFile.Content content = new DataFile.Content(rows, 1, "");
    return new DataFile(table, -1, path(table), content, List.of(), "");
  }

  /** Writes the files of the two tables; unlike those of a run, their names say nothing. */
  static void write(Path folder, long rows) throws Exception {
    HandMadeLake lake = new HandMadeLake(folder);
    for (String table : List.of("orders", "events")) {
      DataFile file =
          lake.write(
              table,
              path(table),
              "SELECT range AS id, TIMESTAMPTZ '2026-01-01 00:00:00+00' AS created_at, TIMESTAMPTZ '2026-01-01 00:00:00+00' AS updated_at FROM range(%d)"
                  .formatted(rows));
      Path unused = Files.move(folder.resolve(file.path()), folder.resolve(path(table)));
    }
  }

  private static String path(String table) {
    return "staging/" + table + "/created_at=20260101T000000Z/a.parquet";
  }

  /** Runs it to its end; the exit code. */
  static int run(String failpoint, String endpoint, String location, String lake, long rows)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            LoadProcess.class.getName(),
            endpoint,
            location,
            lake,
            String.valueOf(rows));
    builder.environment().put(Failpoints.VARIABLE, failpoint);
    return builder.inheritIO().start().waitFor();
  }

  public static void main(String[] args) {
    WarehouseSpec spec = new WarehouseSpec(WarehouseSpec.BIGQUERY, args[1], List.of());
    new BigQueryWarehouse(spec, args[0], null, BigQueryRig.FAST, BigQueryRig.IN_TURN)
        .load(args[2], manifestOf(Long.parseLong(args[3])));
  }
}
