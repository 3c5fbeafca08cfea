// SPDX-License-Identifier: Apache-2.0
package dev.sluice.look;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows of a run that failed a check can be looked at, and nobody else sees them. */
class FailedRunTest {
  private static @TempDir Path temp;
  private static OddShop shop;
  private static String failed;

  @BeforeAll
  static void run() {
    shop = new OddShop(temp);
    Ran unused = Pipelines.run(temp);
    shop.write(
        "pipeline.yaml",
        OddShop.SPEC
            .replace("data/order.csv", "data/order*.csv")
            .replace(
                "      load: replace", "      load: replace\n      checks: [{row_count: {min: 2}}]")
            .replace("    rules:", "    checks: [{row_count: {max: 4}}]\n    rules:"));
    shop.write(
        "data/orders.csv",
        """
        id,email,amount,day,op,note
        2,bob@example.com,21,2026-01-01,,again
        7,flo@example.com,3,2026-01-04,,
        8,gil@example.com,-3,2026-01-04,,
        """);
    Ran ran = shop.sluice("run", "--quiet", "--json");
    assertThat(ran.out() + ran.err(), ran.exit(), is(1));
    failed = ran.json().at("/run_id").asText();
  }

  private static String query(String sql, String... more) {
    String[] args = new String[more.length + 1];
    args[0] = sql;
    System.arraycopy(more, 0, args, 1, more.length);
    Ran ran = shop.sluice("query", args);
    assertThat(ran.err(), ran.exit(), is(0));
    return ran.out();
  }

  @Test
  void showsTheRowsThatItMade() {
    String rows = "SELECT id, amount, note FROM \"order\" ORDER BY id";
    String made =
        """
        id  amount  note
         1   10.50  a, "b"
         2   21.00  again
         3    5.00  null
         6    1.25  =1+1
         7    3.00  null
        """;
    assertThat(query(rows, "--at", failed), is(made));
    assertThat(query(rows, "--at", "last-failed"), is(made));
    assertThat(query("SELECT count(*) AS n FROM \"order\""), is("n\n4\n"));
    assertThat(
        query("SELECT day, n, total FROM per_day WHERE n > 1", "--at", failed),
        is("day         n  total\n2026-01-01  2  31.50\n"));
    assertThat(
        query("SELECT count(*) AS n, count(DISTINCT _file) AS f FROM raw.order", "--at", failed),
        is(" n  f\n15  2\n"));
    assertThat(query("SELECT count(*) AS n FROM dead_letters.order", "--at", failed), is("n\n3\n"));
    assertThat(query("SELECT id, tags[1] AS t FROM types", "--at", failed), is("id  t\n 1  x\n"));
    assertThat(
        query("SELECT DISTINCT email FROM \"order\" WHERE id = 7", "--at", failed),
        containsString("pii:"));
  }

  @Test
  void saysWhichRunItIs() {
    JsonNode state = shop.sluice("query", "SELECT 1 AS one", "--at", failed, "--json").json();
    assertThat(state.at("/state/outcome").asText(), is("failed"));
    assertThat(state.at("/state/number").isNull(), is(true));
    assertThat(
        shop.sluice("show", "order", "--at", failed).out(),
        containsString("failed run " + failed + " ("));
    assertThat(shop.sluice("show", "--at", failed).out(), startsWith("failed run " + failed));
  }

  @Test
  void namesItsFiles() {
    List<String> files = shop.sluice("files", "order", "--at", failed).out().lines().toList();
    assertThat(
        Pipelines.query(
            "",
            "SELECT count(*), max(id) FROM read_parquet(['%s'])"
                .formatted(String.join("', '", files))),
        is(List.of("5|7")));
  }

  @Test
  void standsInTheHistoryWithItsId() {
    String status = shop.sluice("status").out();
    assertThat(status, containsString(failed));
    assertThat(status, containsString("run"));
  }

  @Test
  void isHintedAtWhenTheRunFails() {
    Ran again = shop.sluice("run", "--quiet", "--again");
    assertThat(again.out() + again.err(), containsString("--at "));
  }

  @Test
  void saysWhenItsRowsAreGone(@TempDir Path other) throws IOException {
    OddShop odd = new OddShop(other);
    odd.write(
        "pipeline.yaml",
        OddShop.SPEC.replace("    rules:", "    checks: [{row_count: {max: 2}}]\n    rules:"));
    String id = odd.sluice("run", "--quiet", "--json").json().at("/run_id").asText();
    for (String file : odd.sluice("files", "order", "--at", id).out().lines().toList()) {
      Files.delete(Path.of(file));
    }
    Ran gone = odd.sluice("query", "FROM \"order\"", "--at", id);
    assertThat(gone.exit(), is(2));
    assertThat(
        gone.err(),
        startsWith(
            "sluice: UNKNOWN_NAME: The rows of the failed run " + id + " are not kept any more"));
  }

  @Test
  void saysWhyThereIsNothingOfARunThatDidNotBegin(@TempDir Path other) {
    OddShop odd = new OddShop(other);
    odd.write("data/order.csv", "id,emal\n1,x\n");
    Ran ran = odd.sluice("run", "--quiet", "--json");
    assertThat(ran.exit(), is(1));
    Ran looked = odd.sluice("query", "FROM \"order\"", "--at", "last-failed");
    assertThat(looked.exit(), is(2));
    assertThat(looked.err(), containsString("was stopped before its rows were judged"));
  }
}
