// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery;

import static dev.sluice.fixture.HandMadeLake.manifest;
import static dev.sluice.fixture.HandMadeLake.schema;
import static dev.sluice.fixture.HandMadeLake.table;

import dev.sluice.run.runner.RemoteFiles;
import dev.sluice.spec.WarehouseSpec;
import dev.sluice.spec.WarehouseSpec.Way;
import dev.sluice.store.document.Failpoints;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState.Kind;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Outcome;
import java.nio.file.Path;
import java.util.List;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** Appends a manifest of two tables in a process of its own, which a failpoint may end. */
final class AppendProcess {
  static final List<WarehouseSpec.Table> KNOWN =
      List.of(
          new WarehouseSpec.Table("orders", List.of(), true, null, true),
          new WarehouseSpec.Table("events", List.of(), true, null, true));

  private AppendProcess() {}

  /** The two tables without rows. */
  static Manifest before() {
    return manifest(
        1,
        Outcome.STAGED,
        table("orders", Kind.TYPED, schema("id BIGINT")),
        table("events", Kind.TYPED, schema("id BIGINT")));
  }

  /** The same, each with a file of the given rows that {@link LoadProcess#write} wrote. */
  static Manifest after(long rows) {
    return manifest(
        2,
        Outcome.STAGED,
        table("orders", Kind.TYPED, schema("id BIGINT"), file("orders", rows)),
        table("events", Kind.TYPED, schema("id BIGINT"), file("events", rows)));
  }

  private static DataFile file(String table, long rows) {
    String path = "staging/" + table + "/created_at=20260101T000000Z/a.parquet";
    return new DataFile(table, -1, path, new DataFile.Content(rows, 1, ""), List.of(), "");
  }

  /** Runs it to its end; the exit code. */
  static int run(String failpoint, BigQueryRig rig, long rows) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            AppendProcess.class.getName(),
            rig.endpoint(),
            rig.rowsEndpoint(),
            rig.spec().location(),
            rig.bucket().uri(),
            String.valueOf(rows));
    builder.environment().put(Failpoints.VARIABLE, failpoint);
    return builder.inheritIO().start().waitFor();
  }

  public static void main(String[] args) {
    FileSystems.setDefaultPipelineOptions(RemoteFiles.configure(PipelineOptionsFactory.create()));
    WarehouseSpec spec = new WarehouseSpec(WarehouseSpec.BIGQUERY, args[2], KNOWN).by(Way.APPENDS);
    new BigQueryWarehouse(spec, args[0], args[1], BigQueryRig.FAST, BigQueryRig.IN_TURN)
        .load(args[3], after(Long.parseLong(args[4])));
  }
}
