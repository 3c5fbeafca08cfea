// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An export writes over nothing that the pipeline lives on, and nobody else can read it. */
class ExportPlaceTest {
  @TempDir Path folder;

  @Test
  void refusesFilesOfThePipelineWhereverLinksLeadAndWhateverIsForced() throws IOException {
    SmallShop shop =
        new SmallShop(folder)
            .spec("{csv: data/*.csv}", "rules: [amount > 1]", "tolerate: {dead_rows: 1}")
            .data("a.csv", "id,shop,amount,at\n1,x,2.50,2026-01-01\n2,x,0.50,2026-01-01\n");
    shop.run();
    Path link = Files.createSymbolicLink(folder.resolve("elsewhere"), folder.resolve("lake"));
    Path spec = Files.createSymbolicLink(folder.resolve("s.csv"), folder.resolve("pipeline.yaml"));
    List<Path> offLimits =
        List.of(
            folder.resolve("lake/new.csv"),
            folder.resolve("lake/_sluice/log/000001.json"),
            folder.resolve("data/../lake/production/new.csv"),
            link.resolve("staging/new.csv"),
            folder.resolve("small.duckdb"),
            folder.resolve("small.duckdb.wal"),
            folder.resolve("pipeline.yaml"),
            folder.resolve("sales.avsc"),
            spec,
            folder.resolve("data/a.csv"));
    for (Path file : offLimits) {
      Ran ran = export(file);
      assertThat(ran.toString(), ran.exit(), is(3));
      assertThat(ran.err(), containsString("an export never writes there, --force or not"));
    }
    assertThat(Pipelines.sluice("verify", folder.toString()).exit(), is(0));

    Path free = folder.resolve("letters.csv");
    Files.writeString(free, "old");
    assertThat(export(free).exit(), is(0));
    assertThat(Files.readString(free), containsString("Rule 'amount > 1' is false."));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(free)), is("rw-------"));
  }

  @Test
  void leavesALakeOpenWhereTheSpecSaysSo() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-x---"));
    SmallShop shop =
        new SmallShop(folder)
            .specWithModels("{csv: data/*.csv}", "lake_permissions: inherit\n")
            .data("a.csv", "id,shop,amount,at\n1,x,2.50,2026-01-01\n");
    shop.run();
    assertThat(mode("lake/production/current.json"), is("rw-r-----"));
    assertThat(mode("lake/production/sales"), is("rwxr-x---"));
    assertThat(mode("small.duckdb"), is("rw-r-----"));

    shop.specWithModels("{csv: data/*.csv}", "")
        .data("b.csv", "id,shop,amount,at\n2,x,2,2026-01-01\n");
    shop.run();
    assertThat(mode("lake"), is("rwx------"));
    assertThat(mode("lake/_sluice/log/000001.json"), is("rw-r-----")); // out of reach now
    assertThat(mode("small.duckdb"), is("rw-------"));
  }

  private String mode(String path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(path)));
  }

  private Ran export(Path file) {
    return Pipelines.sluice(
        "deadletters", "export", folder.toString(), "--to", file.toString(), "--force");
  }
}
