// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.fixture.Pipelines;
import dev.sluice.table.RowCounts;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.notes.Cursor;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run reads when the run before it committed a cursor. */
class IncrementTest {
  private static final String HEADER = "id,shop,amount,at\n";
  private static final String ALL = "SELECT id, amount, \"at\" FROM production.sales ORDER BY ALL";
  private static final String[] MERGE = {"load: merge", "key: [id]", "latest_by: at", "cursor: at"};

  private @TempDir Path folder;

  @Test
  void readsOnlyRowsFromTheCursorOn() {
    SmallShop shop = shop(MERGE);
    shop.data("a.csv", HEADER + "1,x,1.00,2026-01-01\n2,x,2.00,2026-01-03\n").run();
    shop.data("a.csv", HEADER + "3,x,3.00,2026-01-02\n2,x,2.50,2026-01-03\n4,x,4.00,2026-01-04\n");
    shop.run();

    assertThat(
        shop.rows(ALL), contains("1|1.00|2026-01-01", "2|2.50|2026-01-03", "4|4.00|2026-01-04"));
    assertThat(counts("raw_sales"), is(new RowCounts(3, 2, 0, 0, 1, 4)));
    assertThat(counts("sales"), is(new RowCounts(3, 2, 0, 0, 1, 3)));
    assertThat(cursor(), is(new Cursor("at", "2026-01-04")));
    assertThat(
        shop.rows("SELECT id FROM staging.raw_sales ORDER BY ALL"),
        is(List.of("1", "2", "2", "4")));
  }

  @Test
  void doesNotReadAnUnchangedFileAgain() {
    SmallShop shop = shop(MERGE);
    shop.data("a.csv", HEADER + "1,x,1.00,2026-01-01\n").run();
    shop.data("b.csv", HEADER + "2,x,2.00,2026-01-02\n").run();
    assertThat(counts("sales"), is(new RowCounts(1, 1, 0, 0, 0, 2)));
    assertThat(newest().table("raw_sales").orElseThrow().sources().size(), is(2));
  }

  @Test
  void doesNotAppendAgainWhatWasReadBeforeThereWasACursor() {
    SmallShop shop = shop("load: append");
    shop.data("a.csv", HEADER + "1,x,1.00,2026-01-01\n").run();
    shop("load: append", "cursor: at").data("b.csv", HEADER + "3,x,3.00,2026-01-03\n").run();
    assertThat(shop.rows(ALL), contains("1|1.00|2026-01-01", "3|3.00|2026-01-03"));
    // How far it was read is not known: its rows take the place of its earlier ones.
    shop.data("a.csv", HEADER + "1,x,1.00,2026-01-01\n2,x,2.00,2025-12-31\n").run();
    assertThat(
        shop.rows(ALL), contains("1|1.00|2026-01-01", "2|2.00|2025-12-31", "3|3.00|2026-01-03"));
  }

  @Test
  void appendsOnlyRowsPastTheCursor() {
    SmallShop shop = shop("load: append", "cursor: at");
    shop.data("a.csv", HEADER + "1,x,1.00,2026-01-01\n").run();
    shop.data("a.csv", HEADER + "1,x,1.00,2026-01-01\n2,x,2.00,2026-01-02\n").run();
    assertThat(shop.rows(ALL), contains("1|1.00|2026-01-01", "2|2.00|2026-01-02"));
    assertThat(counts("sales"), is(new RowCounts(2, 1, 0, 0, 1, 2)));
  }

  @Test
  void aLateDuplicateDoesNotReplaceANewerRow() {
    SmallShop shop = shop("load: merge", "key: [id]", "latest_by: at", "cursor: id");
    shop.data("a.csv", HEADER + "1,x,1.00,2026-01-05\n").run();
    shop.data("b.csv", HEADER + "1,x,9.00,2026-01-02\n2,x,2.00,2026-01-01\n").run();
    assertThat(shop.rows(ALL), contains("1|1.00|2026-01-05", "2|2.00|2026-01-01"));
    assertThat(counts("sales"), is(new RowCounts(2, 1, 0, 1, 0, 2)));
  }

  @Test
  void aBackfillReadsItsRangeAndLeavesTheCursor() {
    SmallShop shop = shop(MERGE);
    String first = HEADER + "1,x,1.00,2026-01-01\n2,x,2.00,2026-01-02\n3,x,3.00,2026-01-03\n";
    shop.data("a.csv", first).run();
    // Corrected at the source, under the same dates.
    shop.data("a.csv", first.replace(".00", ".50"))
        .run("--from", "2026-01-02", "--to", "2026-01-03");
    assertThat(
        shop.rows(ALL), contains("1|1.00|2026-01-01", "2|2.50|2026-01-02", "3|3.00|2026-01-03"));
    assertThat(counts("sales"), is(new RowCounts(3, 1, 0, 0, 2, 3)));
    assertThat(cursor(), is(new Cursor("at", "2026-01-03")));
    assertThat(newest().run().inputs().kind(), is(Manifest.Inputs.Kind.BACKFILL));

    // The next run still reads the changed file from the cursor on.
    shop.run();
    assertThat(
        shop.rows(ALL), contains("1|1.00|2026-01-01", "2|2.50|2026-01-02", "3|3.50|2026-01-03"));
  }

  @Test
  void replaceReadsEverythingAndMovesTheCursor() {
    SmallShop shop = shop(MERGE);
    shop.data("a.csv", HEADER + "1,x,1.00,2026-01-01\n2,x,2.00,2026-01-02\n").run();
    shop(new String[] {"load: replace", "key: [id]", "latest_by: at", "cursor: at"});
    shop.data("a.csv", HEADER + "1,x,7.00,2026-01-01\n").run();
    assertThat(shop.rows(ALL), contains("1|7.00|2026-01-01"));
    assertThat(cursor(), is(new Cursor("at", "2026-01-01")));
    shop(MERGE).data("b.csv", HEADER + "5,x,5.00,2026-01-02\n").run();
    assertThat(shop.rows(ALL), contains("1|7.00|2026-01-01", "5|5.00|2026-01-02"));
  }

  @Test
  void saysThatThereIsNothingToDo() {
    SmallShop shop = shop(MERGE);
    shop.data("a.csv", HEADER + "1,x,1.00,2026-01-01\n").run();
    JsonNode again = shop.run("--json").json();
    assertThat(again.path("note").asText(), is("unchanged"));
    assertThat(again.path("number").asLong(), is(1L));
    assertThat(shop.run().out(), containsString("nothing to do"));
    assertThat(newest().number(), is(1L));
    assertThat(shop.run("--again", "--json").json().path("number").asLong(), is(2L));
  }

  @Test
  void refusesABackfillThatWouldReplaceEverything() {
    SmallShop shop = shop("load: replace", "cursor: at");
    shop.data("a.csv", HEADER + "1,x,1.00,2026-01-01\n").run();
    Pipelines.Ran ran = Pipelines.sluice("run", folder.toString(), "--from", "2026-01-01");
    assertThat(ran.exit(), is(2));
    assertThat(
        ran.err(),
        is(
            "sluice: INVALID_VALUE: --from and --to read rows again, and table sales has `load:"
                + " replace`: its other rows would be gone. Every run reads all of it; give it"
                + " `load: append`, or a `key` and `load: merge`.\n"
                + "  at      pipeline.yaml:8:5\n    8 |     load: replace\n      |     ^\n"));
  }

  @Test
  void refusesARangeThatIsNone() {
    SmallShop shop = shop(MERGE);
    shop.data("a.csv", HEADER + "1,x,1.00,2026-01-01\n");
    Pipelines.Ran ran = Pipelines.sluice("run", folder.toString(), "--to", "tomorrow");
    assertThat(ran.exit(), is(2));
    assertThat(
        ran.err(),
        is(
            "sluice: INVALID_VALUE: --to tomorrow is not a value of the cursor `at` of table sales,"
                + " which is of type DATE\n"));
    shop("load: merge", "key: [id]");
    assertThat(
        Pipelines.sluice("run", folder.toString(), "--to", "2026-01-01").err(),
        is(
            "sluice: INVALID_VALUE: --from and --to are values of a cursor, and no table of small"
                + " has one\n"));
  }

  @Test
  void refusesARangeThatEndsBeforeItBegins() {
    SmallShop shop = shop(MERGE);
    shop.data("a.csv", HEADER + "1,x,1.00,2026-01-01\n").run();
    Pipelines.Ran ran =
        Pipelines.sluice("run", folder.toString(), "--from", "2026-01-03", "--to", "2026-01-02");
    assertThat(ran.exit(), is(2));
    assertThat(
        ran.err(),
        is(
            "sluice: INVALID_VALUE: --from 2026-01-03 is after --to 2026-01-02, by the cursor `at`"
                + " of table sales: no row lies between them. Give the lesser one as --from.\n"));
    shop("load: merge", "key: [id]", "latest_by: at", "cursor: id");
    assertThat(
        Pipelines.sluice("run", folder.toString(), "--from", "10", "--to", "9").exit(), is(2));
    assertThat(newest().number(), is(1L));
    shop.run("--from", "9", "--to", "10");
    assertThat(newest().number(), is(2L));
  }

  @Test
  void refusesAClockThatJumpedBack() {
    SmallShop shop = shop(MERGE);
    shop.data("a.csv", HEADER + "1,x,1.00,2026-01-01\n").run("--created-at", "2199-01-01");
    shop.data("b.csv", HEADER + "2,x,1.00,2026-01-02\n");
    Pipelines.Ran ran = shop.attempt();
    assertThat(ran.exit(), is(1));
    assertThat(
        ran.err(),
        containsString(
            folder
                + "/lake/_sluice/log/000001.json was made for 2199-01-01T00:00:00Z: the clock"
                + " jumped back, or that run's was ahead. Set the clock right, or name a later time"
                + " with --created-at. Nothing was changed."));
    assertThat(newest().number(), is(1L));
    shop.run("--created-at", "2199-01-02");
    assertThat(newest().number(), is(2L));
  }

  private SmallShop shop(String... table) {
    return new SmallShop(folder).spec("{csv: data/*.csv}", table);
  }

  private Manifest newest() {
    return ManifestStore.latest(folder.resolve("lake").toString()).orElseThrow().manifest();
  }

  private RowCounts counts(String table) {
    return newest().table(table).orElseThrow().counts();
  }

  private Cursor cursor() {
    return newest().table("raw_sales").orElseThrow().cursor();
  }
}
