// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sluice.error.issue.Position;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.land.merge.LakeFixture;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.rule.CheckSpec;
import dev.sluice.spec.rule.Consequence;
import dev.sluice.table.DataFile;
import dev.sluice.table.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckEvaluationTest {
  private static final Position AT = new Position("pipeline.yaml", 1, 1);
  private static final TableSchema ORDERS =
      new TableSchema(
          List.of(
              Column.of("id", "INTEGER", true),
              Column.of("customer", "INTEGER", true),
              Column.of("amount", "DECIMAL(10,2)", true)));
  private static final TableSchema CUSTOMERS =
      new TableSchema(
          List.of(Column.of("id", "INTEGER", true), Column.of("total", "DOUBLE", true)));

  private @TempDir Path folder;
  private LakeFixture lake;
  private Map<String, List<DataFile>> live;

  @BeforeEach
  void write() throws StatementFailed {
    lake = new LakeFixture(folder);
    DataFile first =
        lake.file(
            "orders",
            "SELECT * FROM (VALUES (1, 7, 1.10::DECIMAL(10,2)), (2, 8, 2.20)) v(id, customer, amount)");
    DataFile second =
        lake.file(
            "orders",
            "SELECT * FROM (VALUES (2, NULL, 3.30::DECIMAL(10,2)), (NULL, NULL, NULL)) v(id, customer, amount)");
    DataFile customers =
        lake.file("customers", "SELECT * FROM (VALUES (7, 6.6::DOUBLE)) v(id, total)");
    live =
        Map.of(
            "orders", List.of(first, second), "customers", List.of(customers), "none", List.of());
  }

  @AfterEach
  void close() {
    lake.close();
  }

  @Test
  void countsRows() throws StatementFailed {
    assertThat(judge(rowCount(4L, 4L)), is(verdict("row_count", true, "4", "4 to 4")));
    assertThat(judge(rowCount(5L, null)), is(verdict("row_count", false, "4", "at least 5")));
    assertThat(judge(rowCount(null, 3L)), is(verdict("row_count", false, "4", "at most 3")));
  }

  @Test
  void countsNullsInFooters() throws StatementFailed {
    assertThat(
        judge(new CheckSpec.NotNull("n", Consequence.FAIL, AT, List.of("id", "customer"))),
        is(verdict("n", false, "3 nulls", "0 nulls")));
    assertThat(
        judge(new CheckSpec.NullRatio("r", Consequence.FAIL, AT, "customer", 0.5)),
        is(verdict("r", true, "0.500000", "at most 0.5")));
    assertThat(
        judge(new CheckSpec.NullRatio("r", Consequence.FAIL, AT, "customer", 0.49)),
        is(verdict("r", false, "0.500000", "at most 0.49")));
  }

  @Test
  void findsDuplicatesAcrossFiles() throws StatementFailed {
    assertThat(
        judge(new CheckSpec.Unique("u", Consequence.FAIL, AT, List.of("id"))),
        is(verdict("u", false, "1 duplicates", "0 duplicates")));
    assertThat(
        judge(new CheckSpec.Unique("u", Consequence.FAIL, AT, List.of("id", "customer"))),
        is(verdict("u", true, "0 duplicates", "0 duplicates")));
  }

  @Test
  void findsValuesWithoutTheirReference() throws StatementFailed {
    assertThat(
        judge(new CheckSpec.References("f", Consequence.WARN, AT, "customer", "customers", "id")),
        is(
            new Verdict(
                "orders", "f", "warn", false, "1 rows without", "every value in customers.id")));
  }

  @Test
  void comparesSums() throws StatementFailed {
    assertThat(
        judge(new CheckSpec.SumEquals("s", Consequence.FAIL, AT, "amount", "customers", "total")),
        is(verdict("s", true, "6.60", "6.6")));
    assertThat(
        judge(new CheckSpec.SumEquals("s", Consequence.FAIL, AT, "amount", "orders", "id")),
        is(verdict("s", false, "6.60", "5")));
  }

  private static CheckSpec rowCount(Long min, Long max) {
    return new CheckSpec.RowCount("row_count", Consequence.FAIL, AT, min, max);
  }

  private static Verdict verdict(String check, boolean passed, String observed, String expected) {
    return new Verdict("orders", check, "fail", passed, observed, expected);
  }

  private Verdict judge(CheckSpec check) throws StatementFailed {
    Map<String, TableSchema> schemas = Map.of("orders", ORDERS, "customers", CUSTOMERS);
    return new CheckEvaluation(lake.kernel, schemas, live, folder.toString())
        .judge(new Check.Task("orders", check));
  }
}
