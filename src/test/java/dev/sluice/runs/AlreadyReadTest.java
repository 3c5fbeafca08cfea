// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Child;
import dev.sluice.fixture.Pipelines;
import dev.sluice.store.document.Failpoints;
import dev.sluice.table.RowCounts;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every source file is taken in once, whatever else a run does. */
class AlreadyReadTest {
  private static final String HEADER = "id,shop,amount,at\n";
  private static final String ALL = "SELECT id, amount, \"at\" FROM production.sales ORDER BY ALL";
  private static final String MODEL =
      """
      models:
        total:
          per: []
          sql: SELECT count(*) AS n FROM sales
      """;

  private @TempDir Path folder;

  @Test
  void appendsAFileOnceWhateverElseChanges() throws IOException {
    SmallShop shop = shop("load: append").data("a.csv", HEADER + "1,x,1.00,2026-01-01\n");
    shop.run();
    shop("load: append", "checks: [{row_count: {min: 1}}]").run();
    assertThat(counts("sales"), is(new RowCounts(0, 0, 0, 0, 0, 1)));

    touch("a.csv", 1_000_000_000_000L);
    assertThat(shop.run("--json").json().path("note").asText(), is("unchanged"));
    shop.run("--again");
    assertThat(counts("sales"), is(new RowCounts(0, 0, 0, 0, 0, 1)));

    shop.data("b.csv", HEADER + "2,x,2.00,2026-01-01\n").run();
    assertThat(counts("sales"), is(new RowCounts(1, 1, 0, 0, 0, 2)));
    assertThat(shop.rows(ALL), contains("1|1.00|2026-01-01", "2|2.00|2026-01-01"));
  }

  @Test
  void putsTheRowsOfAChangedFileInPlaceOfItsEarlierOnes() {
    SmallShop shop =
        new SmallShop(folder).specWithModels("{csv: data/*.csv}", MODEL, "load: append");
    shop.data("a.csv", HEADER + "1,x,1.00,2026-01-01\n2,x,2.00,2026-01-01\n");
    shop.data("b.csv", HEADER + "3,x,3.00,2026-01-01\n")
        .data("c.csv", HEADER + "4,x,4.00,2026-01-01\n");
    shop.run();
    shop.data("b.csv", HEADER + "5,x,5.00,2026-01-01\n6,x,6.00,2026-01-01\n").run();
    assertThat(
        shop.rows("SELECT id FROM production.sales ORDER BY 1"), contains("1", "2", "4", "5", "6"));
    assertThat(shop.rows("SELECT n FROM production.total"), contains("5"));
    assertThat(counts("sales"), is(new RowCounts(2, 2, 0, 0, 0, 5)));
    // Nothing of it stays.
    shop.data("a.csv", HEADER).run();
    assertThat(shop.rows("SELECT id FROM production.sales ORDER BY 1"), contains("4", "5", "6"));
    assertThat(Pipelines.sluice("verify", folder.toString()).exit(), is(0));
  }

  /** The model is derived from all rows, not only from those that the halted attempt landed. */
  @Test
  void takesUpAHaltedRunOfATableThatAppends() {
    SmallShop shop =
        new SmallShop(folder).specWithModels("{csv: data/*.csv}", MODEL, "load: append");
    shop.data("a.csv", HEADER + "1,x,1.00,2026-01-01\n2,x,2.00,2026-01-01\n");
    shop.data("b.csv", HEADER + "3,x,3.00,2026-01-01\n").run();
    shop.data("b.csv", HEADER + "4,x,4.00,2026-01-01\n")
        .data("c.csv", HEADER + "5,x,5.00,2026-01-01\n");
    Child halted =
        Child.start(
            Map.of(Failpoints.VARIABLE, "checkpoint.sync_folder:after:1"),
            "run",
            folder.toString(),
            "--quiet");
    int exit = halted.await();
    assertThat(halted.output(), exit, is(Failpoints.HALTED));
    assertThat(shop.run("--json").json().path("note").asText(), is("resumed"));
    assertThat(shop.rows("SELECT n FROM production.total"), contains("4"));
    shop.run("--again");
    assertThat(
        shop.rows("SELECT id FROM production.sales ORDER BY 1"), contains("1", "2", "4", "5"));
  }

  /** The corrected row is there already. */
  @Test
  void doesNotReplayALetterWhosePlaceWasCorrectedInTheFile() {
    SmallShop shop = shop("load: append", "rules: [amount > 0]", "tolerate: {dead_rows: 1}");
    shop.data("a.csv", HEADER + "1,x,-1.00,2026-01-01\n2,x,2.00,2026-01-01\n").run();
    shop.data("a.csv", HEADER + "1,x,1.00,2026-01-01\n2,x,2.00,2026-01-01\n").run();
    shop("load: append");
    assertThat(Pipelines.sluice("replay", folder.toString()).exit(), is(0));
    assertThat(shop.rows(ALL), contains("1|1.00|2026-01-01", "2|2.00|2026-01-01"));
  }

  @Test
  void refusesAChangedFileWhereTheSpecSaysSo() {
    SmallShop shop = shop("load: append", "changed_file: fail");
    shop.data("a.csv", HEADER + "1,x,1.00,2026-01-01\n").run();
    shop.data("a.csv", HEADER + "1,x,1.50,2026-01-01\n");
    Pipelines.Ran ran = shop.attempt();
    assertThat(ran.exit(), is(1));
    assertThat(
        ran.err(), containsString("data/a.csv of table sales changed since it was taken in"));
    assertThat(shop.rows(ALL), contains("1|1.00|2026-01-01"));
  }

  @Test
  void knowsAFileUnderItsNewName() throws IOException {
    SmallShop shop = shop("load: append");
    shop.data("app.log", HEADER + "9,x,9.00,2026-01-01\n");
    shop.spec("{csv: ['data/*.csv', 'data/app*']}", "load: append");
    shop.data("a.csv", HEADER + "1,x,1.00,2026-01-01\n2,x,2.00,2026-01-01\n").run();
    Files.move(path("a.csv"), path("z.csv"));
    // The log is turned over after it grew.
    Files.move(path("app.log"), path("app.log.1"));
    shop.data("app.log.1", HEADER + "9,x,9.00,2026-01-01\n10,x,9.00,2026-01-01\n");
    shop.data("app.log", HEADER + "11,x,9.00,2026-01-01\n").run();
    assertThat(
        shop.rows("SELECT id FROM production.sales ORDER BY 1"),
        contains("1", "2", "9", "10", "11"));
    assertThat(counts("sales"), is(new RowCounts(3, 3, 0, 0, 0, 5)));
    // Under its new name it is that file still.
    shop.data("z.csv", HEADER + "3,x,1.00,2026-01-01\n").run();
    assertThat(
        shop.rows("SELECT id FROM production.sales ORDER BY 1"), contains("3", "9", "10", "11"));
    // The same content beside it is another file.
    shop.data("y.csv", HEADER + "3,x,1.00,2026-01-01\n").run();
    assertThat(
        shop.rows("SELECT id FROM production.sales ORDER BY 1"),
        contains("3", "3", "9", "10", "11"));
    // Rows of a file that went stay, and it is not read again when it comes back.
    Files.move(path("y.csv"), folder.resolve("y"));
    shop.data("b.csv", HEADER + "4,x,1.00,2026-01-01\n").run();
    Files.move(folder.resolve("y"), path("y.csv"));
    assertThat(shop.run("--json").json().path("note").asText(), is("unchanged"));
    assertThat(shop.rows("SELECT count(*) FROM production.sales"), contains("6"));
  }

  @Test
  void takesInLateRowsOfANewFile() {
    SmallShop shop = shop("load: append", "cursor: at");
    shop.data("a.csv", HEADER + "1,x,1.00,2026-01-01\n2,x,1.00,2026-01-05\n").run();
    shop.data("b.csv", HEADER + "3,x,1.00,2026-01-02\n").run();
    assertThat(counts("sales"), is(new RowCounts(1, 1, 0, 0, 0, 3)));
    // Each file has gone as far as its own rows.
    shop.data("b.csv", HEADER + "3,x,1.00,2026-01-02\n4,x,1.00,2026-01-03\n").run();
    assertThat(counts("sales"), is(new RowCounts(2, 1, 0, 0, 1, 4)));
    assertThat(
        shop.rows("SELECT id FROM production.sales ORDER BY 1"), contains("1", "2", "3", "4"));
    String late = HEADER + "5,x,1.00,2026-01-01\n3,x,1.00,2026-01-02\n4,x,1.00,2026-01-03\n";
    Pipelines.Ran ran = shop.data("b.csv", late).run();
    assertThat(
        ran.out(),
        containsString(
            "rows behind the cursor  at least 1 row that came late into changed files was left"
                + " out  0 rows"));
    assertThat(ran.out(), containsString("sluice run " + folder + " --from VALUE"));
    shop.run("--from", "2026-01-01", "--to", "2026-01-02");
    assertThat(
        shop.rows("SELECT id FROM production.sales ORDER BY 1"), contains("1", "2", "3", "4", "5"));
  }

  @Test
  void readsARangeAgainInPlaceOfTheRowsThatAreThere() throws IOException {
    SmallShop shop = shop("load: append", "cursor: at");
    String first = HEADER + "1,x,1.00,2026-01-01\n2,x,2.00,2026-01-02\n3,x,3.00,2026-01-03\n";
    shop.data("a.csv", first).data("b.csv", HEADER + "4,x,4.00,2026-01-02\n").run();
    Files.delete(path("b.csv"));
    shop.data("a.csv", first.replace(".00", ".50")).data("c.csv", HEADER + "5,x,5.00,2026-01-02\n");
    shop.run("--from", "2026-01-02", "--to", "2026-01-03");
    List<String> rows =
        List.of(
            "1|1.00|2026-01-01",
            "2|2.50|2026-01-02",
            "3|3.00|2026-01-03",
            "4|4.00|2026-01-02",
            "5|5.00|2026-01-02");
    assertThat(shop.rows(ALL), is(rows));
    // The file that was read in part only is read as a whole, once.
    shop.run();
    assertThat(shop.rows(ALL), is(rows));
    shop.run("--again");
    assertThat(shop.rows(ALL), is(rows));
  }

  @Test
  void readsAgainWhatMayHaveComeLate() {
    SmallShop shop = shop("load: merge", "key: [id]", "cursor: at", "lag: 2d");
    shop.data("a.csv", HEADER + "1,x,1.00,2026-01-05\n").run();
    shop.data("a.csv", HEADER + "1,x,1.00,2026-01-05\n2,x,2.00,2026-01-03\n3,x,3.00,2026-01-02\n")
        .run();
    assertThat(shop.rows(ALL), contains("1|1.00|2026-01-05", "2|2.00|2026-01-03"));
    shop("load: append", "cursor: at", "lag: 2d");
    assertThat(shop.attempt().err(), containsString("only `load: merge` tells those"));
    shop("load: merge", "key: [id]", "cursor: at", "lag: 2");
    assertThat(
        shop.attempt().err(), containsString("`lag` does not fit the cursor `at` of type DATE"));
  }

  @Test
  void mergesTheSameWhicheverFileChanged() {
    SmallShop shop = shop("load: merge", "key: [id]");
    shop.data("a.csv", HEADER + "1,x,1.00,2026-01-01\n2,x,1.00,2026-01-01\n");
    shop.data("b.csv", HEADER + "1,x,2.00,2026-01-01\n");
    shop.data("c.csv", HEADER + "3,x,3.00,2026-01-01\n").run();
    shop.data("a.csv", HEADER + "1,x,7.00,2026-01-01\n2,x,7.00,2026-01-01\n").run();
    assertThat(
        shop.rows(ALL), contains("1|2.00|2026-01-01", "2|7.00|2026-01-01", "3|3.00|2026-01-01"));
    shop.data("c.csv", HEADER + "3,x,4.00,2026-01-01\n").run();
    assertThat(counts("sales"), is(new RowCounts(1, 1, 0, 0, 0, 3)));
  }

  @Test
  void doesNotTellApartWhatWasMerged() {
    SmallShop shop = shop("load: merge", "key: [id]");
    shop.data("a.csv", HEADER + "1,x,1.00,2026-01-01\n").run();
    shop("load: append").data("b.csv", HEADER + "1,x,1.00,2026-01-01\n").run();
    assertThat(shop.rows("SELECT count(*) FROM production.sales"), contains("2"));
    shop.data("a.csv", HEADER + "1,x,2.00,2026-01-01\n");
    Pipelines.Ran ran = shop.attempt();
    assertThat(ran.exit(), is(2));
    assertThat(ran.err(), containsString("do not say from which file they were read"));
  }

  private void touch(String name, long millis) throws IOException {
    Files.setLastModifiedTime(path(name), FileTime.fromMillis(millis));
  }

  private Path path(String name) {
    return folder.resolve("data/" + name);
  }

  private SmallShop shop(String... table) {
    return new SmallShop(folder).spec("{csv: data/*.csv}", table);
  }

  private RowCounts counts(String table) {
    Manifest newest =
        ManifestStore.latest(folder.resolve("lake").toString()).orElseThrow().manifest();
    return newest.table(table).orElseThrow().counts();
  }
}
