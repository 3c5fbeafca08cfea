// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import dev.sluice.table.RowCounts;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters sent through the corrected spec again, by the commands a person types. */
class ReplayTest {
  private static final String HEADER = "id,shop,amount,at\n";
  private static final String ALL = "SELECT id, amount, \"at\" FROM production.sales ORDER BY ALL";
  private static final String TOLERANT = "tolerate: {dead_ratio: 1.0}";
  private static final String[] MERGE = {
    "load: merge", "key: [id]", "latest_by: at", "cursor: at", TOLERANT
  };

  private @TempDir Path folder;

  @Test
  void bringsBackWhatTheCorrectedRuleLetsThrough() {
    SmallShop shop = shop(with(MERGE, "rules: [amount > 1]"));
    shop.data("a.csv", HEADER + "1,x,1.00,2026-01-01\n2,x,2.00,2026-01-02\n3,x,-3.00,2026-01-03\n");
    shop.run();
    assertThat(shop.rows(ALL), contains("2|2.00|2026-01-02"));

    shop(with(MERGE, "rules: [amount > 0]"));
    JsonNode ran = replay("--json").json();
    assertThat(ran.path("note").asText(), is("replayed"));
    assertThat(shop.rows(ALL), contains("1|1.00|2026-01-01", "2|2.00|2026-01-02"));
    assertThat(counts("sales"), is(new RowCounts(2, 1, 1, 0, 0, 2)));
    assertThat(newest().run().inputs().kind(), is(Manifest.Inputs.Kind.REPLAY));
    assertThat(states(), contains("1|resolved|" + newest().run().id(), "3|open|null"));
    assertThat(shop.rows("SELECT count(*) FROM staging.dead_letter_replays"), contains("2"));
  }

  @Test
  void replaysTextOfEveryLanguage() {
    SmallShop shop = shop(with(MERGE, "rules: [amount > 1]"));
    shop.data("a.csv", HEADER + "1,Zoë 株式会社 🚀,1.00,2026-01-01\n").run();
    shop(MERGE);
    replay();
    assertThat(shop.rows("SELECT id, shop FROM production.sales"), contains("1|Zoë 株式会社 🚀"));
  }

  @Test
  void aSecondReplayIsANoOp() {
    SmallShop shop = shop(with(MERGE, "rules: [amount > 1]"));
    shop.data("a.csv", HEADER + "1,x,1.00,2026-01-01\n").run();
    shop(MERGE);
    assertThat(replay().out(), containsString("replayed 1 dead letter: 1 resolved, 0 died again"));
    long number = newest().number();
    Ran again = replay();
    assertThat(again.toString(), again.exit(), is(0));
    assertThat(again.out(), is("nothing to replay: no open dead letter matches\n"));
    assertThat(newest().number(), is(number));
    assertThat(shop.rows(ALL), contains("1|1.00|2026-01-01"));
    // Nor does an ordinary run take anything in again.
    assertThat(
        shop.run("--json").json().path("number").asLong(), is(number + 1)); // the spec changed
    assertThat(shop.run("--json").json().path("note").asText(), is("unchanged"));
    assertThat(replay().out(), is("nothing to replay: no open dead letter matches\n"));
  }

  @Test
  void readsTheOriginalBytesByTheCorrectedSource() {
    SmallShop shop = shop("{csv: data/*.csv}", MERGE);
    shop.data("a.csv", HEADER + "1,'a,b',1.00,2026-01-01\n2,x,2.00,2026-01-02\n").run();
    assertThat(shop.rows(ALL), contains("2|2.00|2026-01-02"));
    shop("{csv: data/*.csv, quote: \"'\"}", MERGE);
    replay();
    assertThat(
        shop.rows("SELECT id, shop FROM production.sales ORDER BY ALL"), contains("1|a,b", "2|x"));
  }

  @Test
  void doesNotReplaceANewerRowOfTheKey() {
    SmallShop shop = shop(with(MERGE, "rules: [amount > 1]"));
    shop.data("a.csv", HEADER + "1,x,0.50,2026-01-01\n").run();
    shop.data("b.csv", HEADER + "1,x,9.00,2026-01-09\n").run();
    shop(MERGE);
    replay();
    assertThat(shop.rows(ALL), contains("1|9.00|2026-01-09"));
    assertThat(counts("sales"), is(new RowCounts(1, 0, 0, 1, 0, 1)));
    assertThat(states(), contains("1|resolved|" + newest().run().id()));
  }

  @Test
  void withoutLatestByARowThatWasReadLaterStays() {
    String[] merge = {"load: merge", "key: [id]", TOLERANT};
    SmallShop shop = shop(with(merge, "rules: [amount > 1]"));
    shop.data("a.csv", HEADER + "1,x,0.50,2026-01-01\n2,x,2.00,2026-01-01\n")
        .run("--created-at", "2026-02-01");
    // Row 1 is read later and passes, row 2 is read later and dies.
    shop.data("b.csv", HEADER + "1,x,9.00,2026-01-01\n2,x,0.75,2026-01-01\n");
    Pipelines.write(folder.resolve("data/a.csv"), HEADER + "3,x,3.00,2026-01-01\n");
    shop.run("--created-at", "2026-02-02");
    shop(merge);
    replay("--created-at", "2026-02-03");
    assertThat(
        shop.rows(ALL), contains("1|9.00|2026-01-01", "2|0.75|2026-01-01", "3|3.00|2026-01-01"));
  }

  @Test
  void aLetterThatDiesAgainInFiveReplaysIsSevere() {
    SmallShop shop = shop(with(MERGE, "rules: [amount > 1]"));
    shop.data("a.csv", HEADER + "1,x,0.50,2026-01-01\n").run();
    for (int i = 1; i <= 5; i++) {
      assertThat(replay().out(), containsString("0 resolved, 1 died again"));
    }
    assertThat(states(), contains("1|stuck|null"));
    assertThat(
        replay().out(),
        is(
            "nothing to replay: no open dead letter matches; left out: 1 that died again too often"
                + " (--stuck takes them)\n"));
    shop(MERGE);
    assertThat(replay("--stuck").out(), containsString("1 resolved"));
    assertThat(shop.rows(ALL), contains("1|0.50|2026-01-01"));
  }

  @Test
  void leavesADiscardedLetterAlone() {
    SmallShop shop = shop(with(MERGE, "rules: [amount > 1]"));
    shop.data("a.csv", HEADER + "1,x,0.50,2026-01-01\n2,x,0.75,2026-01-01\n").run();
    Ran unchosen = letters("discard", "--why", "x");
    assertThat(unchosen.exit(), is(2));
    assertThat(unchosen.err(), containsString("sluice: Which letters? Choose some"));
    Ran ran =
        letters("discard", "--where", "payload LIKE '1,%'", "--why", "test row", "--by", "ann");
    assertThat(ran.out(), is("discarded 1 dead letter\n"));
    assertThat(
        letters("discard", "--where", "payload LIKE '1,%'", "--why", "again").out(),
        is("no open dead letter matches; nothing was discarded\n"));
    shop(MERGE);
    replay();
    assertThat(shop.rows(ALL), contains("2|0.75|2026-01-01"));
    JsonNode closed = letters("list", "--state", "discarded", "--json").json();
    assertThat(closed.at("/letters/0/closed_by").asText(), is("ann"));
    assertThat(closed.at("/letters/0/why").asText(), is("test row"));
  }

  @Test
  void takesOnlyTheLettersThatAreChosen() {
    SmallShop shop = shop(with(MERGE, "rules: [amount > 1, {name: small, sql: amount < 100}]"));
    shop.data("a.csv", HEADER + "1,x,0.50,2026-01-01\n2,x,500.00,2026-01-01\nx,x,1.00,2026-01-01\n")
        .run();
    shop(MERGE);
    assertThat(replay("--rule", "small").out(), containsString("1 resolved"));
    assertThat(shop.rows(ALL), contains("2|500.00|2026-01-01"));
    assertThat(replay("--code", "TYPE_CAST").out(), containsString("0 resolved, 1 died again"));
    assertThat(replay("--run", "nope").out(), containsString("nothing to replay"));
    assertThat(replay("--where", "origin_row = 1").out(), containsString("1 resolved"));
    assertThat(shop.rows(ALL), contains("1|0.50|2026-01-01", "2|500.00|2026-01-01"));
  }

  @Test
  void doesNotHoldGoodLettersBackForTheBadOnes() {
    String[] strict = {"load: merge", "key: [id]", "cursor: at", "tolerate: {dead_rows: 3}"};
    SmallShop shop = shop(with(strict, "rules: [amount > 1]"));
    shop.data("a.csv", HEADER + "1,x,0.10,2026-01-01\n2,x,-1.00,2026-01-01\n3,x,-1.00,2026-01-01\n")
        .run();
    shop(with(strict, "rules: [amount > 0]").clone());
    Ran ran = replay();
    assertThat(ran.toString(), ran.exit(), is(0));
    assertThat(shop.rows(ALL), contains("1|0.10|2026-01-01"));
  }

  @Test
  void aRunThatReadTheRecordAgainClosesItsLetter() {
    String[] append = {"load: append", "cursor: at", TOLERANT};
    SmallShop shop = shop(with(append, "rules: [amount > 1]"));
    String first = HEADER + "1,x,2.00,2026-01-01\n2,x,0.50,2026-01-05\n";
    shop.data("a.csv", first).run();
    // The file grows, and row 2 lies past the cursor, which only valid rows move.
    shop(append).data("a.csv", first + "3,x,3.00,2026-01-06\n").run();
    assertThat(
        shop.rows(ALL), contains("1|2.00|2026-01-01", "2|0.50|2026-01-05", "3|3.00|2026-01-06"));
    assertThat(states(), contains("2|resolved|" + newest().run().id()));
    assertThat(replay().out(), is("nothing to replay: no open dead letter matches\n"));
  }

  @Test
  void aRecordThatMayHaveBeenAppendedIsNotAppendedAgainByItself() {
    String[] append = {"load: append", "cursor: at", TOLERANT};
    SmallShop shop = shop("{csv: data/*.csv}", append);
    String first = HEADER + "1,x,2.00,2026-01-01\n2,'a,b',0.50,2026-01-05\n";
    shop.data("a.csv", first).run();
    shop("{csv: data/*.csv, quote: \"'\"}", append)
        .data("a.csv", first + "3,x,3.00,2026-01-06\n")
        .run();
    assertThat(shop.rows("SELECT count(*) FROM production.sales"), contains("3"));
    assertThat(replay().out(), containsString("left out: 1 whose place in the source was read"));
    assertThat(shop.rows("SELECT count(*) FROM production.sales"), contains("3"));
  }

  @Test
  void replacingTheTableClosesItsLetters() {
    String[] replace = {"load: replace", TOLERANT};
    SmallShop shop = shop(with(replace, "rules: [amount > 1]"));
    shop.data("a.csv", HEADER + "1,x,0.50,2026-01-01\n").run();
    shop(replace).run();
    assertThat(shop.rows(ALL), contains("1|0.50|2026-01-01"));
    assertThat(states(), contains("1|resolved|" + newest().run().id()));
    assertThat(replay().out(), containsString("nothing to replay"));
  }

  @Test
  void replaysIntoAReplacedTableBesideItsRows() {
    String[] replace = {"load: replace", TOLERANT};
    SmallShop shop = shop(with(replace, "rules: [amount > 1]"));
    shop.data("a.csv", HEADER + "1,x,0.50,2026-01-01\n2,x,2.00,2026-01-01\n").run();
    shop(replace);
    replay();
    assertThat(shop.rows(ALL), contains("1|0.50|2026-01-01", "2|2.00|2026-01-01"));
  }

  @Test
  void aRejectedReplayLeavesItsLettersOpen() {
    SmallShop shop = shop(with(MERGE, "rules: [amount > 1]"));
    shop.data("a.csv", HEADER + "1,x,0.50,2026-01-01\n").run();
    String manual = "publish: {approve: manual}\n";
    shop(MERGE);
    Path spec = folder.resolve("pipeline.yaml");
    Pipelines.write(spec, manual + read(spec));
    assertThat(replay().out(), containsString("staged"));
    assertThat(states(), contains("1|resolved|" + newest().run().id()));
    Pipelines.sluice("promote", "reject", folder.toString(), "--why", "no");
    assertThat(states(), contains("1|open|null"));
    replay();
    assertThat(shop.rows("SELECT id FROM staging.sales"), contains("1"));
  }

  @Test
  void replaysJsonAndParquet() {
    String source = "{json: data/*.json, records: $}";
    SmallShop shop = shop(source, with(MERGE, "rules: [amount > 1]"));
    shop.data(
            "a.json",
            "[{\"id\":1,\n\"shop\":\"x\",\"amount\":0.5,\"at\":\"2026-01-01\"},\n{\"id\":2,\"amount\"\n}]")
        .run();
    shop(source, MERGE);
    assertThat(replay().out(), containsString("1 resolved, 1 died again"));
    assertThat(shop.rows(ALL), contains("1|0.50|2026-01-01"));
  }

  @Test
  void replaysTypedRowsAsTheyWere() {
    Pipelines.write(folder.resolve("data/none.txt"), "");
    List<String> unused =
        Pipelines.query(
            "",
            "COPY (SELECT 1::BIGINT AS id, 'x' AS shop, 0.5::DECIMAL(9,2) AS amount, DATE '2026-01-01' AS \"at\""
                + " UNION ALL SELECT 2, 'y', -1, DATE '2026-01-02') TO '"
                + folder.resolve("data/a.parquet")
                + "'");
    SmallShop shop = shop("{parquet: data/*.parquet}", with(MERGE, "rules: [amount > 1]"));
    shop.run();
    shop("{parquet: data/*.parquet}", with(MERGE, "rules: [amount > 0]"));
    assertThat(replay().out(), containsString("1 resolved, 1 died again"));
    assertThat(shop.rows(ALL), contains("1|0.50|2026-01-01"));
    assertThat(states(), contains("1|resolved|" + newest().run().id(), "2|open|null"));
  }

  @Test
  void saysWhatIsWrongWithACondition() {
    shop(MERGE).data("a.csv", HEADER + "x,x,1.00,2026-01-01\n").run();
    Ran ran = replay("--where", "orgin = 'a'");
    assertThat(ran.exit(), is(2));
    assertThat(ran.err(), containsString("--where 'orgin = ''a''': "));
    assertThat(ran.err(), containsString("did you mean `origin`?"));
    for (String hostile :
        List.of("1=1; COPY (SELECT 1) TO 'x'", "true) OR (true", "(SELECT true FROM letters)")) {
      assertThat(hostile, replay("--where", hostile).exit(), is(2));
    }
    assertThat(
        replay("--table", "sale").err(),
        containsString("no such table or model; did you mean `sales`?"));
  }

  @Test
  void exportsLettersWithoutFormulasAndPersonalRecords() {
    SmallShop shop = shop(with(MERGE, "rules: [amount > 1]"));
    shop.data("a.csv", HEADER + "1,=1+2,0.50,2026-01-01\n-2,ann,0.75,2026-01-01\n").run();
    String csv = folder.resolve("out/letters.csv").toString();
    assertThat(letters("export", "--to", csv).out(), is("wrote 2 dead letters to " + csv + "\n"));
    String columns = "SELECT origin_row, state, payload FROM ";
    assertThat(
        Pipelines.query("", columns + "read_csv('" + csv + "') ORDER BY 1"),
        contains("1|open|1,=1+2,0.50,2026-01-01", "2|open|'-2,ann,0.75,2026-01-01"));
    assertThat(letters("export", "--to", csv).exit(), is(3));

    String schema =
        SmallShop.SCHEMA.replace("\"default\": null", "\"default\": null, \"pii\": true");
    Pipelines.write(folder.resolve("sales.avsc"), schema);
    for (String name : List.of("a.jsonl", "b.parquet")) {
      String file = folder.resolve(name).toString();
      assertThat(letters("export", "--to", file).exit(), is(0));
      assertThat(
          Pipelines.query("", columns + "'" + file + "' ORDER BY 1"),
          contains("1|open|null", "2|open|null"));
      assertThat(letters("export", "--to", file, "--force", "--reveal").exit(), is(0));
      assertThat(
          Pipelines.query("", columns + "'" + file + "' ORDER BY 1"),
          contains("1|open|1,=1+2,0.50,2026-01-01", "2|open|-2,ann,0.75,2026-01-01"));
    }
    assertThat(letters("export", "--to", folder + "/letters.xlsx").exit(), is(2));
  }

  @Test
  void saysThatALetterWithoutItsRecordCannotBeReplayed() {
    SmallShop shop = shop(with(MERGE, "rules: [amount > 1]"));
    Path spec = folder.resolve("pipeline.yaml");
    Pipelines.write(spec, "dead_letters: {payload: drop}\n" + read(spec));
    shop.data("a.csv", HEADER + "1,x,0.50,2026-01-01\n").run();
    assertThat(
        replay().out(),
        is(
            "nothing to replay: no open dead letter matches; left out: 1 whose record was cut or"
                + " dropped\n"));
  }

  @Test
  void repliesThatThereIsNoRunYet() {
    shop(MERGE).data("a.csv", HEADER);
    assertThat(replay().out(), is("nothing to replay: no open dead letter matches\n"));
    assertThat(letters("list").out(), is("no dead letter matches\n"));
  }

  @Test
  void listsTheLettersOfARunThatWasHeldBack() {
    SmallShop shop = shop("load: merge", "key: [id]", "rules: [amount > 1]");
    shop.data("a.csv", HEADER + "1,x,0.50,2026-01-01\n");
    Ran ran = shop.attempt();
    assertThat(ran.exit(), is(1));
    String id = ManifestStore.failed(folder + "/lake").get(0).run().id();
    assertThat(ran.out(), containsString("sluice deadletters list " + folder + " --run " + id));
    JsonNode list = letters("list", "--run", id, "--json").json();
    assertThat(list.at("/letters/0/state").asText(), is("unpublished"));
    assertThat(letters("list", "--json").json().path("count").asLong(), is(0L));
  }

  private List<String> states() {
    List<String> rows = new ArrayList<>();
    for (JsonNode letter : letters("list", "--all", "--json").json().path("letters")) {
      rows.add(
          "%s|%s|%s"
              .formatted(
                  letter.path("row").asText(),
                  letter.path("state").asText(),
                  letter.path("closed_by").asText()));
    }
    return rows.stream().sorted().toList();
  }

  private SmallShop shop(String... table) {
    return shop("{csv: data/*.csv}", table);
  }

  private SmallShop shop(String source, String[] table) {
    return new SmallShop(folder).spec(source, table);
  }

  private static String[] with(String[] lines, String more) {
    List<String> all = new ArrayList<>(List.of(lines));
    all.add(more);
    return all.toArray(String[]::new);
  }

  private Ran replay(String... more) {
    List<String> args = new ArrayList<>(List.of("replay", folder.toString(), "--quiet"));
    args.addAll(List.of(more));
    return Pipelines.sluice(args.toArray(String[]::new));
  }

  private Ran letters(String command, String... more) {
    List<String> args = new ArrayList<>(List.of("deadletters", command, folder.toString()));
    args.addAll(List.of(more));
    return Pipelines.sluice(args.toArray(String[]::new));
  }

  private static String read(Path file) {
    try {
      return java.nio.file.Files.readString(file);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Manifest newest() {
    return ManifestStore.latest(folder.resolve("lake").toString()).orElseThrow().manifest();
  }

  private RowCounts counts(String table) {
    return newest().table(table).orElseThrow().counts();
  }
}
