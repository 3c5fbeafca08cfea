// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Child;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import dev.sluice.store.document.Failpoints;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Raw rows and dead letters in fewer files: what they say, and who landed them, stays. */
class CompactRawTest {
  private static final String SPEC =
      """
      name: shop
      lake: lake
      warehouse: duckdb:w.duckdb
      keep: {runs: 1}
      commit_every: 1s
      tables:
        sales:
          source: {csv: "in/*.csv"}
          columns: {id: bigint!, amount: "decimal(8,2)"}
          load: append
          tolerate: {dead_ratio: 1}
          rules: [amount < %d]
      """;

  private static final String GOOD =
      "SELECT id::BIGINT AS id, amount::DECIMAL(8,2) AS amount FROM read_csv('%s/in/*.csv', all_varchar = true, union_by_name = true) WHERE amount::DECIMAL(8,2) < %d";

  private @TempDir Path folder;

  @Test
  void keepsEveryRowAndWhoLandedItThroughMergesOfMergedFiles() {
    spec(900);
    for (int day = 1; day <= 3; day++) {
      come(day, "id,amount\n%d1,1.50\n%d2,950\n".formatted(day, day));
    }
    come(4, "id,amount,note\n41,4.50,x\n");
    List<String> warehouse = warehouse();
    List<String> raw = raw();
    List<String> landed = landed();
    compact();
    assertThat(state("raw_sales").data().count(), is(2L));
    assertThat(state("dead_letters").data().count(), is(1L));
    assertThat("no row is of this run", state("raw_sales").landed(), is(empty()));
    assertThat(raw(), is(raw));
    assertThat(landed(), is(landed));
    assertThat(warehouse(), is(warehouse));
    assertThat(
        "files were exchanged, and the table not made anew",
        query("SELECT number FROM sluice.files WHERE \"table\" = 'staging.raw_sales' ORDER BY 1"),
        is(List.of("4", "5")));
    assertThat(columns("raw.sales"), is(List.of("_file", "_row", "amount", "id", "note")));
    assertThat(sluice("run", "--quiet").out(), containsString("nothing new since run 4"));

    come(6, "id,amount\n61,6.50\n62,960\n");
    come(7, "id,amount\n71,7.50\n");
    warehouse = warehouse();
    raw = raw();
    landed = landed();
    compact();
    assertThat(state("raw_sales").data().count(), is(2L));
    assertThat(raw(), is(raw));
    assertThat(landed(), is(landed));
    assertThat(warehouse(), is(warehouse));
    assertThat(sluice("rebuild").exit(), is(0));
    assertThat(warehouse(), is(warehouse));
    requireRows(900);

    Ran swept = sluice("gc", "--older-than", "0s");
    assertThat(swept.toString(), swept.exit(), is(0));
    assertThat(
        "two live ones, and three that the last run which read the sources shows beside one",
        files("raw_sales"),
        is(5L));
    assertThat(sluice("verify").exit(), is(0));
    assertThat(warehouse(), is(warehouse));
    assertThat(sluice("rebuild").exit(), is(0));
    assertThat(warehouse(), is(warehouse));
  }

  @Test
  void replaysLettersOfMergedFilesOnce() {
    spec(900);
    for (int day = 1; day <= 3; day++) {
      come(day, "id,amount\n%d1,1.50\n%d2,95%d\n".formatted(day, day, day));
    }
    String letters = letters();
    compact();
    assertThat(sluice("gc", "--older-than", "0s").exit(), is(0));
    assertThat(letters(), is(letters));
    spec(952);
    assertThat(sluice("replay", "--quiet").exit(), is(0));
    compact();
    assertThat(sluice("gc", "--older-than", "0s").exit(), is(0));
    spec(999);
    assertThat(sluice("replay", "--quiet").exit(), is(0));
    compact();
    requireRows(999);
    assertThat(sluice("replay").out(), containsString("nothing to replay"));
    Pipelines.run(folder);
    assertThat("no file is read again", state("sales").counts().read(), is(0L));
    requireRows(999);
  }

  /** A new column begins with the rows that come after it, whatever became of older raw files. */
  @Test
  void aColumnThatTheSpecGetsLaterIsReadOfMergedSourcesAsOfOthers() {
    Pipelines.write(folder.resolve("pipeline.yaml"), SPEC.formatted(900));
    come(1, "id,amount,note\n11,1.50,a\n");
    come(2, "id,amount,note\n21,2.50,b\n");
    Path twin = Pipelines.copy(folder, folder.resolveSibling(folder.getFileName() + "-twin"));
    compact();
    for (Path each : List.of(folder, twin)) {
      Pipelines.write(
          each.resolve("pipeline.yaml"),
          SPEC.formatted(900).replace("\"decimal(8,2)\"}", "\"decimal(8,2)\", note: text}"));
      Pipelines.write(each.resolve("in/3.csv"), "id,amount,note\n31,3.50,c\n");
      Pipelines.run(each, "--created-at", "2026-01-03");
    }
    String rows = "SELECT * FROM production.sales ORDER BY id";
    assertThat(query(rows), is(Pipelines.query(twin.resolve("w.duckdb").toString(), rows)));
    assertThat(query("SELECT count(*) FROM production.sales"), is(List.of("3")));
  }

  /** A stream that is killed while it merges files is followed by one that goes on. */
  @ParameterizedTest
  @ValueSource(strings = {"landed.sync:after:2", "states.sync:after:2", "manifest.name:after:2"})
  void losesAndDoublesNothingWhenAStreamIsKilledAsItMerges(String step) {
    spec(900);
    for (int day = 1; day <= 7; day++) {
      come(day, "id,amount\n%d1,1.50\n%d2,950\n".formatted(day, day));
    }
    Pipelines.write(folder.resolve("in/8.csv"), "id,amount\n81,1.50\n82,950\n");
    String[] stream = {"run", folder.toString(), "--mode", "streaming"};
    Child killed = Child.start(Map.of(Failpoints.VARIABLE, step), stream);
    assertThat(killed.output(), killed.await(), is(Failpoints.HALTED));
    Child last = Child.start(Map.of(), stream);
    Pipelines.write(folder.resolve("in/9.csv"), "id,amount\n91,1.50\n92,950\n");
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
    while (state("raw_sales").data().rows() < 18 || state("raw_sales").data().count() > 2) {
      assertThat(last.output(), last.isAlive() && System.nanoTime() < end, is(true));
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    last.terminate();
    assertThat(last.output(), last.await(), is(0));
    requireRows(900);
    assertThat(
        plain("SELECT count(*), count(DISTINCT (_file, _row)) FROM " + read("raw_sales")),
        is(List.of("18|18")));
    assertThat(
        plain("SELECT count(*), count(DISTINCT letter_id) FROM " + read("dead_letters")),
        is(List.of("9|9")));
    Ran swept = sluice("gc", "--older-than", "0s", "--json");
    assertThat(swept.toString(), swept.json().path("foreign").size(), is(0));
    Set<String> named =
        ManifestStore.committed(folder.resolve("lake").toString()).stream()
            .flatMap(run -> run.table("raw_sales").orElseThrow().files().stream())
            .map(DataFile::path)
            .collect(Collectors.toSet());
    assertThat("of the killed merge nothing stays", files("raw_sales"), is((long) named.size()));
    assertThat(sluice("verify").exit(), is(0));
  }

  private void spec(int most) {
    Pipelines.write(folder.resolve("pipeline.yaml"), SPEC.formatted(most));
  }

  private void come(int day, String rows) {
    Pipelines.write(folder.resolve("in/%d.csv".formatted(day)), rows);
    Pipelines.run(folder, "--created-at", "2026-01-0" + day);
  }

  private void compact() {
    Ran ran = sluice("compact");
    assertThat(ran.toString(), ran.exit(), is(0));
    assertThat(newest().run().inputs().kind(), is(Manifest.Inputs.Kind.COMPACT));
  }

  private void requireRows(int most) {
    assertThat(
        Pipelines.difference(
            folder.resolve("w.duckdb").toString(),
            "SELECT id, amount FROM production.sales",
            GOOD.formatted(folder, most)),
        is(empty()));
  }

  /** Where live files are, for plain DuckDB. */
  private String read(String table) {
    return state(table).files().stream()
        .map(file -> "'" + folder.resolve("lake").resolve(file.path()) + "'")
        .collect(
            Collectors.joining(
                ", ", "read_parquet([", "], union_by_name = true, hive_partitioning = false)"));
  }

  /** Every live raw row in the order in which it stands, whatever says who landed it. */
  private List<String> raw() {
    return plain(
        "SELECT t::VARCHAR FROM (SELECT _file, _row, id, amount, note FROM %s) t ORDER BY _file, _row"
            .formatted(read("raw_sales")));
  }

  /** Which run landed each live raw row, by the column of merged files and the others' folders. */
  private List<String> landed() {
    List<String> rows = new ArrayList<>();
    for (DataFile file : state("raw_sales").files()) {
      String path = folder.resolve("lake").resolve(file.path()).toString();
      String run =
          path.contains("/merged/")
              ? "_landed"
              : "'" + path.replaceFirst(".*/(created_at=[^/]+/attempt=[^/]+)/.*", "$1") + "'";
      rows.addAll(plain("SELECT %s, _file, _row FROM '%s'".formatted(run, path)));
    }
    rows.sort(null);
    return rows;
  }

  private List<String> columns(String table) {
    Ran ran =
        sluice(
            "query",
            "SELECT column_name FROM (DESCRIBE FROM " + table + ") ORDER BY 1",
            "--format",
            "csv");
    assertThat(ran.toString(), ran.exit(), is(0));
    return ran.out().lines().skip(1).toList();
  }

  private List<String> warehouse() {
    return query(
        "SELECT 'raw', t::VARCHAR FROM (SELECT * FROM staging.raw_sales) t UNION ALL SELECT 'dead', t::VARCHAR FROM staging.dead_letters t UNION ALL SELECT 'typed', t::VARCHAR FROM production.sales t ORDER BY ALL");
  }

  private String letters() {
    return sluice("deadletters", "list", "--all", "--json").out();
  }

  private long files(String table) {
    try (Stream<Path> all = Files.walk(folder.resolve("lake/staging").resolve(table))) {
      return all.filter(path -> path.toString().endsWith(".parquet")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> query(String sql) {
    return Pipelines.query(folder.resolve("w.duckdb").toString(), sql);
  }

  private static List<String> plain(String sql) {
    return Pipelines.query("", sql);
  }

  private Ran sluice(String command, String... more) {
    List<String> args = new ArrayList<>(List.of(command));
    List<String> rest = new ArrayList<>(List.of(more));
    if (command.equals("deadletters")) {
      args.add(rest.remove(0));
    }
    args.add(folder.toString());
    args.addAll(rest);
    return Pipelines.sluice(args.toArray(String[]::new));
  }

  private TableState state(String table) {
    return newest().table(table).orElseThrow();
  }

  private Manifest newest() {
    return ManifestStore.newest(folder.resolve("lake").toString()).orElseThrow();
  }
}
