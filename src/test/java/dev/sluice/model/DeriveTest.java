// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import dev.sluice.error.issue.Position;
import dev.sluice.exchange.Exchange;
import dev.sluice.fact.Fact;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.land.merge.LakeFixture;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.rule.QualitySpec;
import dev.sluice.spec.rule.SqlText;
import dev.sluice.spec.rule.Tolerance;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.table.DataFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeriveTest {
  private static final TableSchema SALES =
      new TableSchema(
          List.of(
              Column.of("shop", "VARCHAR", true),
              Column.of("day", "DATE", true),
              Column.of("amount", "DECIMAL(10,2)", true)));
  private static final TableSchema SHOPS =
      new TableSchema(
          List.of(Column.of("shop", "VARCHAR", true), Column.of("city", "VARCHAR", true)));
  private static final String ROWS =
      """
      SELECT CASE WHEN i % 11 = 0 THEN NULL ELSE 's' || i % 7 END AS shop,
        DATE '2026-01-01' + (i % 5)::INTEGER AS day, (i % 13 + i / 100)::DECIMAL(10,2) AS amount
      FROM range(1000) r(i)""";
  private static final String RANKED =
      """
      SELECT shop, day, sum(amount)::DECIMAL(12,2) AS total,
        rank() OVER (PARTITION BY shop ORDER BY sum(amount) DESC, day) AS place
      FROM sales GROUP BY shop, day""";

  private @TempDir Path folder;
  private LakeFixture lake;

  @BeforeEach
  void open() {
    lake = new LakeFixture(folder);
  }

  @AfterEach
  void close() {
    lake.close();
  }

  @ParameterizedTest
  @CsvSource({"3,2,FILES", "50,7,FILES", "50,1,SHUFFLE", "5,7,SHUFFLE"})
  void givesTheSameForAnyFilesAndShards(int files, int shards, Exchange.Kind kind)
      throws StatementFailed {
    derive(
        keyed(RANKED, List.of("shop")),
        new Cutting(shards, kind),
        cut("sales", ROWS, files),
        List.of(),
        new Fact.Counted("m", Fact.Tally.SEEN, 40));
    assertThat(
        difference(RANKED.replace("FROM sales", "FROM (" + ROWS + ")"), "shop, day, total, place"),
        is(empty()));
  }

  @Test
  void runsAGlobalStatementInOnePieceEvenOverNothing() throws StatementFailed {
    ModelSpec model = keyed("SELECT count(*) AS place FROM sales", List.of());
    derive(
        model,
        new Cutting(7, Exchange.Kind.FILES),
        List.of(),
        List.of(),
        new Fact.Counted("m", Fact.Tally.SEEN, 1));
    assertThat(lake.rows("SELECT place FROM " + result()), contains("0"));
  }

  @Test
  void runsRowLevelSqlFileByFileWithLookups() throws StatementFailed {
    String sql = "SELECT shop, city FROM sales JOIN shops USING (shop) WHERE amount < 5";
    DataFile shops =
        lake.file("shops", "SELECT 's' || i AS shop, 'c' || i AS city FROM range(3) r(i)");
    TableSchema output =
        new TableSchema(
            List.of(Column.of("shop", "VARCHAR", true), Column.of("city", "VARCHAR", true)));
    ModelSpec model = model(sql, null, List.of("shops"), output);
    derive(
        model,
        new Cutting(2, Exchange.Kind.FILES),
        cut("sales", ROWS, 1),
        List.of(shops),
        new Fact.Counted("m", Fact.Tally.SEEN, 1000));
    String oracle =
        """
        SELECT shop, 'c' || shop[2:] AS city FROM (%s)
        WHERE shop IN ('s0', 's1', 's2') AND amount < 5"""
            .formatted(ROWS);
    assertThat(difference(oracle, "shop, city"), is(empty()));
  }

  /** Rows that only one of the oracle and the result has. */
  private List<String> difference(String oracle, String columns) throws StatementFailed {
    String ours = "SELECT %s FROM %s".formatted(columns, result());
    String theirs = "SELECT %s FROM (%s)".formatted(columns, oracle);
    return lake.rows(
        "(%1$s EXCEPT ALL %2$s) UNION ALL (%2$s EXCEPT ALL %1$s)"
            .formatted("(" + ours + ")", "(" + theirs + ")"));
  }

  private String result() {
    return "read_parquet('%s/staging/m/*/*/*.parquet')".formatted(folder);
  }

  private List<DataFile> cut(String table, String select, int files) throws StatementFailed {
    List<DataFile> cut = new ArrayList<>();
    for (int i = 0; i < files; i++) {
      cut.add(
          lake.file(
              table,
              "SELECT * EXCLUDE (_n) FROM (SELECT *, row_number() OVER () AS _n FROM (%s)) WHERE _n %% %d = %d"
                  .formatted(select, files, i)));
    }
    return cut;
  }

  private static ModelSpec keyed(String sql, List<String> per) {
    TableSchema output =
        per.isEmpty()
            ? new TableSchema(List.of(Column.of("place", "BIGINT", true)))
            : new TableSchema(
                List.of(
                    Column.of("shop", "VARCHAR", true),
                    Column.of("day", "DATE", true),
                    Column.of("total", "DECIMAL(12,2)", true),
                    Column.of("place", "BIGINT", true)));
    return model(sql, per, List.of(), output);
  }

  private static ModelSpec model(
      String sql, @Nullable List<String> per, List<String> lookup, TableSchema output) {
    return new ModelSpec(
        "m",
        new SqlText(sql, new Position("pipeline.yaml", 1, 1), 0),
        per,
        List.of("sales"),
        lookup,
        output,
        List.of(),
        new QualitySpec(List.of(), List.of(), Tolerance.NONE));
  }

  private record Cutting(int shards, Exchange.Kind kind) {}

  private void derive(
      ModelSpec model, Cutting cutting, List<DataFile> inputs, List<DataFile> lookups, Fact seen) {
    Pipeline pipeline = Pipeline.create();
    PCollectionTuple in =
        PCollectionTuple.of(Derive.INPUTS, files(pipeline, "in", inputs))
            .and(Derive.LOOKUPS, files(pipeline, "lookup", lookups));
    Derive.Plan plan =
        new Derive.Plan(
            model, Map.of("sales", SALES, "shops", SHOPS), new Exchange.Size(cutting.shards(), 1));
    PCollectionTuple out =
        in.apply("Derive", Derive.model(plan, lake.run, lake.settings).through(cutting.kind()));
    PAssert.that(out.get(Derive.FACTS))
        .satisfies(
            facts -> {
              long rows = 0;
              for (Fact fact : facts) {
                Fact.Counted counted = (Fact.Counted) fact;
                rows += counted.tally() == Fact.Tally.SEEN ? counted.rows() : 0;
              }
              assertThat(rows, is(((Fact.Counted) seen).rows()));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  private static PCollection<DataFile> files(
      Pipeline pipeline, String label, List<DataFile> files) {
    return pipeline.apply(label, Create.of(files).withCoder(SerializableCoder.of(DataFile.class)));
  }
}
