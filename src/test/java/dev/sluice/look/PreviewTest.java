// SPDX-License-Identifier: Apache-2.0
package dev.sluice.look;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that are tried before any run, beside one, and after the spec changed. */
class PreviewTest {
  private @TempDir Path temp;

  @Test
  void readsSourcesWhereThereIsNoRunAndWritesNothing() {
    OddShop shop = new OddShop(temp);
    Ran ran = shop.sluice("preview", "per_day", "--reveal");
    assertThat(
        ran.out(),
        is(
            """
            per_day; nothing is written
              order    all 6 rows, from 1 file of its source
                1 row would be dead:
                  1 × amount >= 0: Rule 'amount >= 0' is false.
              per_day  3 rows, computed now

            day         n  total
            2026-01-01  2  30.50
            2026-01-02  1   5.00
            2026-01-03  1   1.25
            """));
    assertThat(Files.exists(shop.path("lake")), is(false));
    assertThat(
        shop.sluice("preview", "order", "--limit", "1", "--reveal").out(),
        is(
            """
            order; nothing is written
              order  all 6 rows, from 1 file of its source
                1 row would be dead:
                  1 × amount >= 0: Rule 'amount >= 0' is false.

            id  email            amount  day         op    note
             1  ada@example.com   10.50  2026-01-01  null  a, "b"
            … 3 more; --limit shows them
            """));
  }

  @Test
  void saysWhenRowsAreLeftOut() {
    OddShop shop = new OddShop(temp);
    JsonNode json = shop.sluice("preview", "per_day", "--rows", "2", "--json").json();
    assertThat(json.at("/is_sample").asBoolean(), is(true));
    assertThat(
        json.at("/inputs/0/read").asText(), is("the first 2 rows, from 1 file of its source"));
    assertThat(json.at("/rows/0/n").asInt(), is(2));
  }

  @Test
  void takesTheRowsOfTheLakeInWholeGroups() {
    OddShop shop = new OddShop(temp);
    Ran unused = Pipelines.run(temp);
    assertThat(
        shop.sluice("preview", "per_day", "--rows", "1").out(),
        containsString("those of 1 value of day among 4 rows, from the lake (run 1)"));
    shop.write("per_day.sql", "SELECT day, CAST(note AS INTEGER) AS n FROM \"order\"");
    Ran failed = shop.sluice("preview", "per_day", "--reveal");
    assertThat(failed.exit(), is(1));
    assertThat(
        failed.err(),
        containsString(
            """
                1 | SELECT day, CAST(note AS INTEGER) AS n FROM "order"
                  |             ^
            """));
    String hidden = shop.sluice("preview", "per_day").err();
    assertThat(
        hidden, containsString("per_day.sql:1:13: error SQL_FAILED: Conversion Error (its text"));
  }

  @Test
  void namesTheModelsWhenThereIsNoneOfThatName() {
    Ran ran = new OddShop(temp).sluice("preview", "per_dy");
    assertThat(ran.exit(), is(2));
    assertThat(
        ran.err(),
        is(
            "sluice: UNKNOWN_NAME: The spec has no model or table per_dy; did you mean `per_day`?\n"));
  }
}
