// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Child;
import dev.sluice.fixture.FlinkCluster;
import dev.sluice.fixture.Pipelines;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Apache Flink makes of a pipeline is what this process alone makes of it. */
class FlinkIT {
  private static final String[] LOCAL = {"--runner=FlinkRunner", "--flinkMaster=[local]"};
  private static final String TIME = "--created-at=2026-03-01T06:00:00Z";
  private static final String HEADER = "id,shop,amount,at\n";

  private @TempDir Path temp;

  @BeforeAll
  static void needsTheRunner() {
    FlinkCluster.requireBuiltIn();
  }

  @Test
  void makesTheTablesOfTheShop() {
    Path ours = Pipelines.copy(Path.of("examples/shop"), temp.resolve("flink/shop"));
    Path usual = Pipelines.copy(Path.of("examples/shop"), temp.resolve("direct/shop"));
    Pipelines.Ran unused = Pipelines.run(usual, TIME);
    unused = Pipelines.run(ours, more(TIME));
    requireEqual(ours, "build/lake", usual, "build/shop.duckdb");
  }

  @Test
  void computesTheKeysWhoseRowsChangedAlone() {
    SmallShop ours = small("flink");
    SmallShop usual = small("direct");
    List<String> files =
        List.of(
            HEADER + rows(1, 60) + "65,s3,much,2026-01-01\n",
            HEADER + "61,s1,5.00,2026-01-02\n62,new,6.00,2026-01-02\n63,,7.00,2026-01-02\n",
            HEADER + "61,s2,5.00,2026-01-03\n64,s2,nothing,2026-01-03\n");
    for (int i = 0; i < files.size(); i++) {
      String time = "--created-at=2026-03-0" + (i + 1);
      for (SmallShop each : List.of(ours, usual)) {
        each.data(i + ".csv", files.get(i));
      }
      String told = usual.run(time).out();
      String toldOurs = ours.run(more(time)).out();
      assertThat(computed(toldOurs), equalTo(computed(told)));
      assertThat(computed(told), hasSize(2));
      requireEqual(ours.folder, "lake", usual.folder, "small.duckdb");
    }
  }

  @Test
  void aStreamThatIsKilledInAnEpochLosesAndDoublesNoRow() {
    NumberedRows rows = new NumberedRows(temp.resolve("p"));
    rows.file();
    Child first = rows.stream(Map.of(), LOCAL);
    rows.awaitAll(first);
    rows.file();
    rows.awaitAll(first);
    rows.end(first);
    for (String step : List.of("manifest.write:before:1", "manifest.name:after:1")) {
      rows.file();
      Child killed = rows.stream(Map.of("SLUICE_FAILPOINT", step + ":stop"), LOCAL);
      assertThat(killed.awaitStopped().killAfter(0), is(true));
      rows.file();
    }
    Child last = rows.stream(Map.of(), LOCAL);
    rows.awaitAll(last);
    rows.end(last);
    rows.requireEachOnce();
  }

  @Test
  void aClusterWhoseTaskManagerIsKilledInAnEpochLosesAndDoublesNoRow() {
    NumberedRows rows = new NumberedRows(temp.resolve("p"));
    rows.file();
    try (FlinkCluster cluster = FlinkCluster.start(temp.resolve("cluster"))) {
      Process doomed = cluster.taskManager(Map.of("SLUICE_FAILPOINT", "manifest.write:before:2"));
      Child stream =
          rows.stream(
              Map.of(),
              "--runner=FlinkRunner",
              "--flinkMaster=" + cluster.master(),
              "--filesToStage=");
      rows.awaitAll(stream);
      rows.file();
      assertThat(cluster.output(), exit(doomed), is(137));
      Process next = cluster.taskManager(Map.of());
      rows.awaitAll(stream);
      rows.file();
      rows.awaitAll(stream);
      assertThat(next.isAlive(), is(true));
      rows.end(stream);
      rows.requireEachOnce();
    }
  }

  @Test
  void saysThatThereIsNoCluster() {
    SmallShop shop = small("none");
    shop.data("a.csv", HEADER + rows(1, 3));
    Pipelines.Ran ran =
        Pipelines.sluice(
            "run",
            shop.folder.toString(),
            "--quiet",
            "--runner=FlinkRunner",
            "--flinkMaster=127.0.0.1:1",
            "--filesToStage=");
    assertThat(ran.toString(), ran.exit(), is(1));
    assertThat(
        ran.err(),
        containsString(
            "JOB_FAILED: No cluster of Apache Flink answers at 127.0.0.1:1: Connection refused. `--flinkMaster` is the address of its JobManager's web page, such as `flink-1:8081`."));
  }

  private static int exit(Process process) {
    try {
      return process.waitFor(3, TimeUnit.MINUTES) ? process.exitValue() : -1;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String[] more(String... others) {
    return Stream.concat(Arrays.stream(LOCAL), Arrays.stream(others)).toArray(String[]::new);
  }

  private SmallShop small(String name) {
    String models =
        """
        models:
          total:
            per: [shop]
            incremental: true
            sql: SELECT count(*) AS n, shop, sum(amount) AS total FROM sales GROUP BY shop
          ranked:
            per: [shop]
            incremental: true
            sql: SELECT id, s.shop AS place, amount, n, rank() OVER (PARTITION BY s.shop ORDER BY amount, id) AS rank FROM sales s JOIN total USING (shop)
        """;
    return new SmallShop(temp.resolve(name))
        .specWithModels(
            "{csv: data/*.csv}", models, "load: merge", "key: [id]", "tolerate: {dead_rows: 5}");
  }

  private static String rows(int from, int count) {
    return IntStream.range(from, from + count)
        .mapToObj(i -> "%d,s%d,%d.25,2026-01-01\n".formatted(i, i % 10, i % 7 + 1))
        .collect(Collectors.joining());
  }

  private static List<String> computed(String out) {
    return out.lines()
        .filter(line -> line.contains("incremental: ") || line.contains("whole: "))
        .toList();
  }

  /** All tables of production, and the dead letters, read by plain DuckDB. */
  private static void requireEqual(Path ours, String lake, Path usual, String warehouse) {
    String tables =
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'production' ORDER BY 1";
    String other = usual.resolve(warehouse).toString();
    String own = ours.resolve(warehouse).toString();
    List<String> names = Pipelines.query(other, tables);
    assertThat(Pipelines.query(own, tables), equalTo(names));
    for (String name : names) {
      assertThat(
          name,
          Pipelines.attached(
              own,
              "ATTACH '%s' AS other (READ_ONLY)".formatted(other),
              "FROM production." + name,
              "FROM other.production." + name),
          empty());
    }
    assertThat(letters(ours.resolve(lake)), equalTo(letters(usual.resolve(lake))));
  }

  private static List<String> letters(Path lake) {
    return Pipelines.query(
        "",
        "SELECT table_name, origin_row, [[r.code, r.rule, r.\"column\"] FOR r IN reasons]::VARCHAR, count(*) FROM read_parquet('%s/staging/dead_letters/*/*/*.parquet') GROUP BY ALL ORDER BY ALL"
            .formatted(lake));
  }
}
