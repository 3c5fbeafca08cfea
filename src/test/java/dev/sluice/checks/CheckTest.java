// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.error.issue.Position;
import dev.sluice.exchange.Exchange;
import dev.sluice.fact.Fact;
import dev.sluice.fixture.BeamTest;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.land.merge.LakeFixture;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.rule.CheckSpec;
import dev.sluice.spec.rule.CheckSpec.Limits;
import dev.sluice.spec.rule.Consequence;
import dev.sluice.table.DataFile;
import dev.sluice.table.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckTest {
  private static final Position AT = new Position("pipeline.yaml", 1, 1);
  private static final ConcurrentLinkedQueue<Verdict> VERDICTS = new ConcurrentLinkedQueue<>();
  private static final Map<String, TableSchema> SCHEMAS =
      Map.of(
          "orders",
          schema(
              "id INTEGER",
              "customer INTEGER",
              "amount DECIMAL(10,2)",
              "tags VARCHAR[]",
              "zero DOUBLE",
              "code VARCHAR"),
          "customers",
          schema("id BIGINT", "total DOUBLE", "price DECIMAL(12,4)", "zero DOUBLE"),
          "none",
          schema("id INTEGER", "amount DECIMAL(9,1)"));

  private @TempDir Path folder;
  private LakeFixture lake;
  private List<DataFile> files;

  private static TableSchema schema(String... columns) {
    return new TableSchema(
        List.of(columns).stream()
            .map(c -> Column.of(c.split(" ")[0], c.split(" ")[1], true))
            .toList());
  }

  @BeforeEach
  void write() throws StatementFailed {
    lake = new LakeFixture(folder);
    files = new ArrayList<>();
    files.add(
        lake.file(
            "orders",
            "SELECT * FROM (VALUES (1, 7, 1.10::DECIMAL(10,2), ['a'], 0.0::DOUBLE, '7'), (2, 8,"
                + " 2.20, NULL, '-0.0'::DOUBLE, '07')) v(id, customer, amount, tags, zero, code)"));
    files.add(
        lake.file(
            "orders",
            "SELECT * FROM (VALUES (2, NULL, 3.30::DECIMAL(10,2), [NULL], 5.5::DOUBLE, '7'), (NULL,"
                + " NULL, NULL, NULL, NULL, NULL)) v(id, customer, amount, tags, zero, code)"));
    files.add(lake.file("orders", "SELECT 9::INTEGER AS id"));
    files.add(
        lake.file(
            "customers",
            "SELECT 7::BIGINT AS id, 6.6::DOUBLE AS total, 1.1::DECIMAL(12,4) AS price,"
                + " '-0.0'::DOUBLE AS zero"));
  }

  @AfterEach
  void close() {
    lake.close();
  }

  /** Verdicts are the same for any cut, and however rows meet. */
  @ParameterizedTest
  @CsvSource({"FILES,1", "FILES,3", "SHUFFLE,4"})
  void judgesWholeTables(Exchange.Kind kind, int shards) {
    Map<CheckSpec, String> expected = new LinkedHashMap<>();
    expected.put(rowCount("a", 5L, 5L), "true 5 | 5 to 5");
    expected.put(rowCount("b", 6L, null), "false 5 | at least 6");
    expected.put(rowCount("c", null, 4L), "false 5 | at most 4");
    expected.put(
        notNull("d", "id", "customer"),
        "false 4 nulls | 0 nulls 1{id=2, customer=null, amount=3.30} 1{id=9, customer=null,"
            + " amount=null} 1{id=null, customer=null, amount=null}");
    expected.put(
        notNull("e", "tags"),
        "false 3 nulls | 0 nulls 1{id=2, customer=8, amount=2.20, tags=null} 1{id=9, customer=null,"
            + " amount=null, tags=null} 1{id=null, customer=null, amount=null, tags=null}");
    expected.put(
        check("f", new CheckSpec.NullRatio("customer", limits(null, "0.6"))),
        "true 0.6 | at most 0.6");
    expected.put(
        check("g", new CheckSpec.NullRatio("customer", limits(null, "0.59"))),
        "false 0.6 | at most 0.59 1{id=2, customer=null, amount=3.30} 1{id=9, customer=null,"
            + " amount=null} 1{id=null, customer=null, amount=null}");
    expected.put(unique("h", "id"), "false 1 duplicate | 0 duplicates 2{id=2}");
    expected.put(unique("i", "id", "customer"), "true 0 duplicates | 0 duplicates");
    expected.put(unique("j", "zero"), "false 1 duplicate | 0 duplicates 2{zero=0.0}");
    expected.put(
        references("k", "customer", "id"),
        "false 1 row without a match | every value in customers.id 1{customer=8}");
    expected.put(
        references("l", "zero", "zero"),
        "false 1 row without a match | every value in customers.zero 1{zero=5.5}");
    expected.put(
        references("m", "amount", "price"),
        "false 2 rows without a match | every value in customers.price 1{amount=2.20}"
            + " 1{amount=3.30}");
    expected.put(
        references("n", "code", "id"), "true 0 rows without a match | every value in customers.id");
    expected.put(
        check("o", new CheckSpec.References("id", "none", "id")),
        "false 4 rows without a match | every value in none.id 2{id=2} 1{id=1} 1{id=9}");
    expected.put(
        check("p", new CheckSpec.References("id", "orders", "customer")),
        "false 4 rows without a match | every value in orders.customer 2{id=2} 1{id=1} 1{id=9}");
    expected.put(sum("q", "amount", "customers", "total"), "true 6.60 | 6.6");
    expected.put(sum("r", "amount", "orders", "id"), "false 6.60 | 14");
    expected.put(sum("s", "amount", "none", "amount"), "false 6.60 | 0.0");
    Map<String, String> byName = new TreeMap<>();
    expected.forEach((check, verdict) -> byName.put(check.name(), verdict));
    assertThat(judge(List.copyOf(expected.keySet()), kind, shards), is(byName));
  }

  @Test
  void stopsARunWhoseCheckCannotBeComputed() throws StatementFailed {
    files.add(lake.file("orders", "SELECT 'x' AS code"));
    PipelineException stopped =
        assertThrows(
            PipelineException.class,
            () -> judge(List.of(references("n", "code", "id")), Exchange.Kind.FILES, 3));
    assertThat(stopped.code(), is(ErrorCode.CHECK_FAILED));
    assertThat(
        stopped.getMessage(),
        containsString(
            "Check `n` of orders, pipeline.yaml:1:1, cannot be computed: Could not convert"));
  }

  private static CheckSpec rowCount(String name, Long min, Long max) {
    return check(
        name,
        new CheckSpec.RowCount(
            limits(min == null ? null : "" + min, max == null ? null : "" + max), null));
  }

  private static CheckSpec check(String name, CheckSpec.Kind kind) {
    return new CheckSpec(name, Consequence.FAIL, AT, kind);
  }

  private static Limits limits(String min, String max) {
    return new Limits(min, max);
  }

  private static CheckSpec notNull(String name, String... columns) {
    return check(name, new CheckSpec.NotNull(List.of(columns)));
  }

  private static CheckSpec unique(String name, String... columns) {
    return check(name, new CheckSpec.Unique(List.of(columns)));
  }

  private static CheckSpec references(String name, String column, String to) {
    return check(name, new CheckSpec.References(column, "customers", to));
  }

  private static CheckSpec sum(String name, String column, String table, String other) {
    return check(name, new CheckSpec.SumEquals(column, table, other));
  }

  private Map<String, String> judge(List<CheckSpec> checks, Exchange.Kind kind, int shards) {
    VERDICTS.clear();
    List<Check.Task> tasks = checks.stream().map(c -> new Check.Task("orders", c)).toList();
    BeamTest.run(
        pipeline -> {
          var unused =
              pipeline
                  .apply(Create.of(files).withCoder(SerializableCoder.of(DataFile.class)))
                  .apply(
                      Check.tables(tasks, SCHEMAS, lake.run, lake.settings)
                          .through(kind, new Exchange.Size(shards, 1)))
                  .apply("See", ParDo.of(new SeeFn()));
        });
    Map<String, String> verdicts = new TreeMap<>();
    for (Verdict verdict : VERDICTS) {
      assertThat(verdict.table() + verdict.severity(), is("ordersfail"));
      verdicts.put(
          verdict.check(),
          "%s %s | %s%s"
              .formatted(
                  verdict.passed(), verdict.observed(), verdict.expected(), against(verdict)));
    }
    return verdicts;
  }

  private static String against(Verdict verdict) {
    return verdict.rows().stream()
        .map(row -> " " + row.count() + row.values())
        .collect(Collectors.joining());
  }

  private static final class SeeFn extends DoFn<Fact, Void> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void see(@Element Fact fact) {
      VERDICTS.add(((Fact.Judged) fact).verdict());
    }
  }
}
