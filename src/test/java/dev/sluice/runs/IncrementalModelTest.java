// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.fixture.Pipelines;
import dev.sluice.table.DataFile;
import dev.sluice.table.RowCounts;
import dev.sluice.table.TableState;
import dev.sluice.table.Verdict;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every incremental model has a twin with the same statement that is computed whole. */
class IncrementalModelTest {
  private static final String HEADER = "id,shop,amount,at\n";
  private static final String TOTAL =
      "SELECT count(*) AS n, shop, sum(amount) AS total FROM sales GROUP BY shop";
  private static final String RANKED =
      "SELECT id, s.shop AS place, amount, n, rank() OVER (PARTITION BY s.shop ORDER BY amount, id)"
          + " AS rank FROM sales s JOIN total USING (shop)";

  private @TempDir Path folder;

  @Test
  void computesTheKeysWhoseRowsChangedAlone() {
    SmallShop shop = shop("load: merge", "key: [id]");
    shop.data("a.csv", HEADER + rows(1, 60, 10)).run();
    assertThat(computed(), is(all("whole: this is the first run")));

    // Two shops gain rows, one of them a new one.
    shop.data("b.csv", HEADER + "61,s1,5.00,2026-01-02\n62,new,6.00,2026-01-02\n");
    JsonNode ran = shop.run("--json").json();
    requireTwins(shop);
    assertThat(computed(), is(all("incremental: 2 of 11 keys")));
    assertThat(
        ran.path("tables").findParents("computed").get(0).path("computed").asText(),
        is("incremental: 2 of 11 keys"));
    assertThat(files("ranked").size(), is(2));

    // A row moves from one shop to another, and a shop ends with its only row.
    shop.data("c.csv", HEADER + "61,s2,5.00,2026-01-03\n62,s2,6.00,2026-01-03\n").run();
    requireTwins(shop);
    assertThat(computed(), is(all("incremental: 3 of 11 keys")));

    assertThat(
        Pipelines.sluice("plan", folder.toString()).out(),
        containsString("ranked is computed for the keys whose rows changed."));

    // Late duplicates change nothing; a null is a key like others.
    shop.data("d.csv", HEADER + rows(1, 10, 10) + "63,,7.00,2026-01-01\n");
    assertThat(shop.run().out(), containsString("incremental: 1 of 11 keys"));
    requireTwins(shop);

    // Most shops change.
    shop.data("e.csv", HEADER + rows(101, 9, 9)).run();
    requireTwins(shop);
    assertThat(state("total").taken().computed(), is("whole: 9 of 11 keys changed"));
  }

  @Test
  void followsRowsThatGoAndStatesThatAreGivenUp() throws IOException {
    SmallShop shop = shop("load: append");
    shop.data("a.csv", HEADER + rows(1, 60, 10) + "60,s3,900.00,2026-01-02\n");
    shop.data("b.csv", HEADER + "61,s1,5.00,2026-01-02\n62,gone,6.00,2026-01-02\n").run();
    shop.data("b.csv", HEADER + "61,s1,5.50,2026-01-02\n").run();
    requireTwins(shop);
    assertThat(computed(), is(all("incremental: 2 of 11 keys")));

    // Rows that die are those of the newest run, as when everything is computed.
    shop.data("e.csv", HEADER + "65,s5,5000.00,2026-01-02\n").run();
    requireTwins(shop);
    assertThat(state("total").counts(), is(new RowCounts(10, 9, 1, 0, 0, 9)));
    // What a lost file said is made anew.
    String lost = files("ranked").get(0).path();
    Files.delete(folder.resolve("lake").resolve(lost));
    shop.data("f.csv", HEADER + "66,s6,1.00,2026-01-02\n").run();
    requireTwins(shop);
    assertThat(state("total").counts(), is(new RowCounts(10, 9, 1, 0, 0, 9)));
    assertThat(
        state("total").taken().computed(),
        is("whole: it has dead letters, which are those of the newest run"));
    assertThat(
        state("ranked").taken().computed(),
        is("whole: " + lost + " disappeared after it was landed"));
  }

  private SmallShop shop(String... table) {
    StringBuilder models = new StringBuilder("models:\n");
    for (String twin : List.of("", "_whole")) {
      models
          .append("  total" + twin + ":\n    per: [shop]\n")
          .append("    incremental: " + twin.isEmpty() + "\n    sql: " + TOTAL + "\n")
          .append("    rules:\n    - {name: large, sql: total < 500, severity: warn}\n")
          .append("    - {name: huge, sql: total < 3000}\n    tolerate: {dead_rows: 1}\n")
          .append("  ranked" + twin + ":\n    per: [shop]\n")
          .append("    incremental: " + twin.isEmpty() + "\n    sql: ")
          .append(RANKED.replace("JOIN total", "JOIN total" + twin) + "\n");
    }
    return new SmallShop(folder).specWithModels("{csv: data/*.csv}", models.toString(), table);
  }

  private static String rows(int from, int count, int shops) {
    return IntStream.range(from, from + count)
        .mapToObj(i -> "%d,s%d,%d.25,2026-01-01\n".formatted(i, i % shops, i % 7 + 1))
        .collect(Collectors.joining());
  }

  /** Rows, counts and verdicts are those of the whole computation. */
  private void requireTwins(SmallShop shop) {
    for (String model : List.of("total", "ranked")) {
      String rows = "SELECT * EXCLUDE (created_at, updated_at) FROM production." + model;
      String other = rows + "_whole";
      assertThat(
          model,
          shop.rows(
              "(%1$s EXCEPT ALL %2$s) UNION ALL (%2$s EXCEPT ALL %1$s)".formatted(rows, other)),
          is(empty()));
      assertThat(model, shop.rows(rows), is(not(empty())));
      assertThat(model, state(model).counts(), is(state(model + "_whole").counts()));
      assertThat(model, verdicts(model), is(verdicts(model + "_whole")));
    }
  }

  private List<String> verdicts(String model) {
    return newest().verdicts().stream()
        .filter(v -> v.table().equals(model))
        .map(v -> new Verdict("", v.check(), v.severity(), v.passed(), v.observed(), v.expected()))
        .map(Verdict::toString)
        .toList();
  }

  private List<String> computed() {
    List<String> computed = new ArrayList<>();
    for (String model : List.of("total", "ranked")) {
      computed.add(state(model).taken().computed());
    }
    return computed;
  }

  private static List<String> all(String each) {
    return List.of(each, each);
  }

  private List<DataFile> files(String table) {
    return state(table).files();
  }

  private TableState state(String table) {
    return newest().table(table).orElseThrow();
  }

  private Manifest newest() {
    return ManifestStore.latest(folder.resolve("lake").toString()).orElseThrow().manifest();
  }
}
