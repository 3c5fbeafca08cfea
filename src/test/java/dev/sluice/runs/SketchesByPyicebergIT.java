// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pyiceberg;
import dev.sluice.table.iceberg.SnapshotFiles;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Theta sketches of real runs, read by libraries of others, against the rows that they are of. */
class SketchesByPyicebergIT {
  private @TempDir Path folder;
  private int runs;

  /** Rows that are the same each time; of their columns some have more values than are counted. */
  private void data(String name, int from, int to) {
    List<String> unused =
        Pipelines.query(
            "",
            """
            COPY (SELECT i AS id, hash(i) %% 30000 AS many, hash(i * 7) %% 100 AS few,
                  'n' || (hash(i * 3) %% 9000) AS name, CASE WHEN i %% 5 = 0 THEN NULL ELSE 'größe ' || (i %% 11) END AS word,
                  DATE '2020-01-01' + (i %% 2500)::INTEGER AS day, (i %% 4000) / 100 AS amount, i %% 3 = 0 AS flag,
                  (hash(i) %% 5000) / 7 AS share, TIMESTAMP '2020-01-01' + INTERVAL (i %% 6000) SECOND AS at, i AS secret
              FROM range(%d, %d) AS t(i)) TO '%s' (HEADER)
            """
                .formatted(from, to, folder.resolve(name)));
  }

  @Test
  void sayHowManyDifferentValuesThereAre() throws Exception {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: sketches
        lake: lake
        tables:
          t:
            source: {csv: "*.csv"}
            columns:
              id: bigint!
              many: bigint
              few: bigint
              name: text
              word: text
              day: date
              amount: "decimal(12,2)"
              flag: boolean
              share: double
              at: timestamp
              secret: {type: text, pii: true}
            load: append
        """);
    data("a.csv", 0, 1500);
    Pipelines.Ran unused = Pipelines.run(folder);
    assertThat(sketches(), is(counted()));
    data("b.csv", 1000, 50_000);
    Pipelines.Ran unusedToo = Pipelines.run(folder);
    assertThat(sketches(), is(counted()));
  }

  /** How many different values the sources have, but for personal ones; and when rows came. */
  private List<String> counted() {
    List<String> columns =
        List.of("id", "many", "few", "name", "word", "day", "amount", "flag", "share", "at");
    List<String> counted = new ArrayList<>();
    for (String column : columns) {
      String of = "SELECT count(DISTINCT \"%s\") FROM read_csv('%s/*.csv')";
      long values = Long.parseLong(Pipelines.query("", of.formatted(column, folder)).get(0));
      counted.add(column + "\t" + values + "\t" + (values > 2048 ? "estimated" : "exact"));
    }
    runs++;
    counted.add("created_at\t" + runs + "\texact");
    counted.add("updated_at\t" + runs + "\texact");
    return counted;
  }

  private List<String> sketches() throws Exception {
    Path lake = folder.resolve("lake");
    Manifest newest = ManifestStore.latest(lake.toString()).orElseThrow().manifest();
    SnapshotFiles files = (SnapshotFiles) newest.table("t").orElseThrow().data().base();
    Path rows = folder.resolve("rows.parquet");
    List<String> unused =
        Pipelines.query(
            "",
            "COPY (FROM read_parquet('%s/production/t/**/*.parquet')) TO '%s'"
                .formatted(lake, rows));
    return Pyiceberg.sketches(
        new Pyiceberg.State(lake.resolve(files.state().pointer().path()).toString(), rows));
  }
}
