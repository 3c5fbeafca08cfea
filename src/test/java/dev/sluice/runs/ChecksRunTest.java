// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks in real runs: what they find, what is shown of it, and what later runs compare with. */
class ChecksRunTest {
  private static final String SPEC =
      """
      name: shop
      lake: lake
      tables:
        orders:
          source: {csv: "orders*.csv"}
          columns:
            id: bigint!
            zip: bigint
            city: text
            amount: double
            email: {type: text, pii: true}
          key: [id]
          checks:
            - row_count: {change: {max_ratio: 0.5}}
            - mean: {column: amount, min: 0, max: 100}
            - range: {column: amount, min: 0, max: 25}
              where: city <> 'Genf'
              max_ratio: 0.5
              severity: warn
            - determines: {zip: city}
              severity: warn
            - golden: {file: expected.csv, key: id}
              severity: warn
            - sql: |
                SELECT id, email FROM orders
                WHERE amount < 0
              severity: warn
              name: no debt
            - sql: SELECT o.id FROM orders AS o JOIN big AS b ON o.id = b.id WHERE b.amount < 15
              per: [id]
              severity: warn
              name: small ones
            - reconcile: {table: big, max_difference: 1}
            - min: {column: email, min: a}
            - stddev: {column: amount, max: 1}
              min_sample: 100
      models:
        big: {sql: SELECT * FROM orders WHERE amount > 0}
      """;

  private @TempDir Path folder;

  private void write() {
    Pipelines.write(folder.resolve("pipeline.yaml"), SPEC);
    Pipelines.write(
        folder.resolve("orders.csv"),
        "id,zip,city,amount,email\n1,10,Bern,10.5,a@x.ch\n2,10,Bern,20,b@x.ch\n"
            + "3,11,Basel,30,c@x.ch\n4,10,Genf,-5,d@x.ch\n");
    Pipelines.write(
        folder.resolve("expected.csv"), "id,amount,city\n1,10.5,Bern\n2,21,Bern\n9,1,\n");
  }

  @Test
  void saysWhatWasObservedAndShowsRows() {
    write();
    Ran unused = Pipelines.run(folder);
    String list = sluice(0, "check", "list", folder.toString());
    for (List<String> cells :
        List.of(
            List.of("mean: {column: amount, min: 0, max: 100}", "passed", "13.875", "0 to 100"),
            List.of("no debt", "warning", "1 row returned", "0 rows returned"),
            List.of("small ones", "warning", "1 row returned", "0 rows returned"),
            List.of("reconcile: {table: big}", "passed", "4", "3 within 1"),
            List.of("determines: {zip: city}", "warning", "3 rows in conflict"),
            List.of("golden: {file: expected.csv}", "warning", "2 rows missing"),
            List.of("stddev: {column: amount, max: 1}", "passed", "not judged: 4 of at least 100"),
            List.of("row_count: {change: {max_ratio: 0.5}}", "passed", "4", "no earlier run"))) {
      String line =
          list.lines()
              .filter(each -> each.contains(" " + cells.get(0) + " "))
              .findFirst()
              .orElse(list);
      cells.forEach(cell -> assertThat(line, containsString(cell)));
    }
    String shown = sluice(0, "check", "show", folder.toString());
    assertThat(shown, containsString("    id=2, amount=21.0, city=Bern"));
    assertThat(shown, containsString("difference=amount is 20.0"));
    assertThat(shown, containsString("    id=9, amount=1.0, city=null, difference=no such row"));
    assertThat(shown, containsString("    zip=10, city=Bern (2 rows)"));
    assertThat(shown, containsString("    id=4, email=pii:"));
    assertThat(shown, not(containsString("x.ch")));

    Pipelines.write(
        folder.resolve("orders2.csv"),
        "id,zip,city,amount,email\n5,1,A,1,\n6,2,B,-900,\n7,2,B,1,\n");
    String second = sluice(1, "run", folder.toString(), "--quiet");
    assertThat(second, containsString("2 to 6 (4 in run 1, changed by at most 0.5)"));
    String failed = sluice(0, "check", "show", folder.toString(), "orders");
    assertThat(failed, containsString("observed      7"));
    assertThat(failed, containsString("failed run"));
    String earlier = sluice(0, "check", "show", folder.toString(), "no debt", "--run", "1");
    assertThat(earlier, containsString("id=4"));
    String unknown = sluice(2, "check", "show", folder.toString(), "no dept", "--run", "1");
    assertThat(unknown, containsString("did you mean `no debt`?"));
  }

  private static String sluice(int exit, String... args) {
    Ran ran = Pipelines.sluice(args);
    assertThat(ran.toString(), ran.exit(), is(exit));
    return ran.out() + ran.err();
  }
}
