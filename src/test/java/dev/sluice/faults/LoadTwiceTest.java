// SPDX-License-Identifier: Apache-2.0
package dev.sluice.faults;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Child;
import dev.sluice.fixture.Databases;
import dev.sluice.fixture.Pipelines;
import dev.sluice.store.document.Failpoints;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.warehouse.duckdb.DuckDbWarehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadTwiceTest {
  private static final int RELEASE = 2;

  private @TempDir Path base;

  /** The first time a step is taken is in the load, the second in the release. */
  @Test
  void loadsAndShowsOnceWhereverItWasKilledFirst() throws IOException {
    kill(List.of("begin:before:1", "ledger:after:1", "commit:before:2", "checkpoint:after:2"));
  }

  @Test
  @Tag("nightly")
  void loadsAndShowsOnceHoweverOftenAndWhereverItWasKilled() throws IOException {
    List<String> all = new ArrayList<>();
    for (String step : List.of("begin", "ledger", "commit", "checkpoint")) {
      for (String at : List.of(":before:1", ":after:1", ":before:2", ":after:2")) {
        all.add(step + at);
      }
    }
    kill(all);
  }

  private void kill(List<String> places) throws IOException {
    Lab lab = new Lab(base, 2_000);
    Path file = lab.folder().resolve("lab.duckdb");
    assertThat(Pipelines.sluice(lab.command()).exit(), is(0));
    Map<String, String> expected = content(file);
    int equal = 0;
    for (String place : places) {
      String failpoint = "warehouse." + place;
      lab.restore();
      Child child = Child.start(Map.of(Failpoints.VARIABLE, failpoint), lab.command());
      child.endsWith(Failpoints.HALTED);
      loadAndShow(lab, file);
      assertThat(failpoint, content(file), is(expected));
      byte[] once = Files.readAllBytes(file);
      loadAndShow(lab, file);
      assertThat(failpoint, Arrays.equals(Files.readAllBytes(file), once), is(true));
      equal++;
    }
    System.out.printf(
        "killed at a step of a load, loaded again, and again: %d of %d%n", equal, places.size());
  }

  /** Files have fresh names in every attempt. */
  private static Map<String, String> content(Path file) {
    Map<String, String> content = Databases.digest(file);
    content.replace("files", content.get("files").replaceFirst("rows.*", "rows"));
    return content;
  }

  private static void loadAndShow(Lab lab, Path file) {
    String lake = lab.folder().resolve("lake").toString();
    Manifest manifest = ManifestStore.latest(lake).orElseThrow().manifest();
    DuckDbWarehouse warehouse = new DuckDbWarehouse(file, java.time.Duration.ofMillis(200));
    warehouse.load(lake, manifest);
    warehouse.publish(lake, manifest, RELEASE);
  }
}
