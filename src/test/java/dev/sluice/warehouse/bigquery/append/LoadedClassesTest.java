// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery.append;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.sluice.cli.Main;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start need not wait for. */
class LoadedClassesTest {
  private @TempDir Path folder;

  @Test
  void loadsNothingOfTheStorageApiBeforeRowsAreAppended() throws Exception {
    Files.writeString(
        folder.resolve("pipeline.yaml"),
        """
        name: clicks
        lake: gs://no-such-bucket/clicks
        warehouse: bigquery:my-project
        mode: streaming
        warehouse_every: 10s
        tables:
          clicks: {source: {csv: clicks.csv}, columns: {id: bigint!}, load: append}
        """);
    Path log = folder.resolve("classes.log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-Xlog:class+load:file=" + log,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "validate",
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    int unused = process.waitFor();
    List<String> loaded = Files.readAllLines(log);
    assertThat(
        Files.readString(folder.resolve("out")),
        loaded.stream().filter(line -> line.contains("dev.sluice.spec.WarehouseSpec ")).toList(),
        is(not(empty())));
    assertThat(
        loaded.stream().filter(line -> line.contains("bigquery.storage.")).toList(), is(empty()));
  }
}
