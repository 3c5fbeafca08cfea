// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate;

import static dev.sluice.fixture.Batches.row;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.RecordBatchCoder;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.error.issue.Position;
import dev.sluice.fact.Fact;
import dev.sluice.fixture.Batches;
import dev.sluice.fixture.BeamTest;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.rule.Consequence;
import dev.sluice.spec.rule.QualitySpec;
import dev.sluice.spec.rule.RuleSpec;
import dev.sluice.spec.rule.SqlText;
import dev.sluice.spec.rule.Tolerance;
import dev.sluice.spec.table.Contract;
import dev.sluice.spec.table.Contract.MissingField;
import dev.sluice.spec.table.Contract.UnknownField;
import dev.sluice.spec.table.Contract.WrongType;
import dev.sluice.spec.table.LoadSpec;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.junit.jupiter.api.Test;

class ValidateTest {
  private static final TableSchema ORDERS =
      new TableSchema(
          List.of(
              Column.of("id", "BIGINT", false),
              Column.of("amount", "DECIMAL(8,2)", true),
              new Column("status", "VARCHAR", true, List.of("placed", "shipped"), false)));
  private static final List<String> HEADER = List.of("status", "extra", "amount", "id");

  @Test
  void typesGoodRowsAndKeepsTheirOrigin() {
    RecordBatch batch =
        Batches.of(
            "a.csv",
            HEADER,
            row("placed", "x", "1.5", "7"),
            row(null, null, null, "8"),
            row("shipped", "", "-0.01", "0009"));
    check(
        table(Contract.DEFAULT),
        batch,
        good -> {
          assertThat(good.get(0).origin(), equalTo("a.csv"));
          assertThat(
              Batches.columns(good.get(0)),
              contains("__row BIGINT", "id BIGINT", "amount DECIMAL(8,2)", "status VARCHAR"));
          assertThat(
              Batches.rows(good), contains("1|7|1.50|placed", "2|8|∅|∅", "3|9|-0.01|shipped"));
        },
        dead -> assertThat(dead, empty()));
  }

  @Test
  void sendsRowBreakingTwoRulesAndATypeToOneDeadLetter() {
    RecordBatch batch =
        Batches.of(
            "a.csv",
            HEADER,
            row("placed", "x", "1", "1"),
            row("lost", "y", "-2.50", "two"),
            row("placed", "z", "3", "3"));
    TableSpec table =
        table(
            Contract.DEFAULT,
            rule("positive", "amount > 0", Consequence.DEAD_LETTER),
            rule("known", "status IN ('placed', 'shipped') -- really", Consequence.DEAD_LETTER));
    TableSpec open = withStatusOpen(table);
    check(
        open,
        batch,
        good -> assertThat(Batches.rows(good), contains("1|1|1.00|placed", "3|3|3.00|placed")),
        dead -> {
          assertThat(dead.get(0).origin(), equalTo("a.csv"));
          assertThat(
              Batches.select(
                  "SELECT _row, table_name, stage, reasons, payload, payload_format FROM batch",
                  dead),
              contains(
                  "2|orders|contract|["
                      + "{\"code\":\"TYPE_CAST\",\"rule\":null,\"column\":\"id\","
                      + "\"value\":\"two\",\"message\":\"Column 'id': 'two' is not of type"
                      + " BIGINT.\"},"
                      + "{\"code\":\"RULE_BROKEN\",\"rule\":\"positive\",\"column\":\"amount\","
                      + "\"value\":\"amount=-2.50\",\"message\":\"Rule 'positive' is false.\"},"
                      + "{\"code\":\"RULE_BROKEN\",\"rule\":\"known\",\"column\":\"status\","
                      + "\"value\":\"status=lost\",\"message\":\"Rule 'known' is false.\"}]|"
                      + "{\"status\":\"lost\",\"extra\":\"y\",\"amount\":\"-2.50\",\"id\":\"two\"}"
                      + "|row"));
        });
  }

  @Test
  void namesEveryKindOfContractViolation() {
    RecordBatch batch =
        Batches.of(
            "a.csv",
            HEADER,
            row("lost", null, "1.234", null),
            row("placed", null, "1234567.1", "1"),
            row("placed", null, "", "99999999999999999999"));
    check(
        table(Contract.DEFAULT),
        batch,
        good -> assertThat(good, empty()),
        dead ->
            assertThat(
                codes(dead),
                contains(
                    "1|contract|[NULL_VIOLATION, NUM_SCALE, ENUM_UNKNOWN]",
                    "2|contract|[NUM_RANGE]",
                    "3|contract|[NUM_RANGE, TYPE_CAST]")));
  }

  @Test
  void letsRulesPassOnNullAndOnlyCountsThoseThatWarn() {
    RecordBatch batch =
        Batches.of(
            "a.csv",
            HEADER,
            row(null, null, null, "1"),
            row(null, null, "-1", "2"),
            row(null, null, "-2", "3"),
            row(null, null, "5", "nine"));
    TableSpec table =
        table(
            Contract.DEFAULT,
            rule("low", "amount > -2", Consequence.DEAD_LETTER),
            rule("positive", "amount > 0", Consequence.WARN),
            rule("never", "id < 0", Consequence.WARN),
            rule("always", "id > 0", Consequence.WARN));
    BeamTest.run(
        p -> {
          PCollectionTuple out = apply(p, batch, Validate.table(table, KernelSettings.closed()));
          PAssert.that(out.get(Validate.FACTS))
              .containsInAnyOrder(
                  new Fact.Warned(
                      table.name(),
                      "positive",
                      1L,
                      List.of(new Verdict.Row(Map.of("id", "2", "amount", "-1.00"), 1))),
                  new Fact.Warned(
                      table.name(),
                      "never",
                      2L,
                      List.of(
                          new Verdict.Row(Map.of("id", "1"), 1),
                          new Verdict.Row(Map.of("id", "2"), 1))));
        });
    check(
        table,
        batch,
        good -> assertThat(Batches.rows(good), contains("1|1|∅|∅", "2|2|-1.00|∅")),
        dead ->
            assertThat(codes(dead), contains("3|rules|[RULE_BROKEN]", "4|contract|[TYPE_CAST]")));
  }

  @Test
  void stopsAtARuleThatFailsTheRun() {
    TableSpec table = table(Contract.DEFAULT, rule("positive", "amount > 0", Consequence.FAIL));
    RecordBatch batch =
        Batches.of("a.csv", HEADER, row(null, null, "1", "1"), row(null, null, "-1", "2"));
    PipelineException stopped = stops(table, batch);
    assertThat(stopped.code(), equalTo(ErrorCode.RULE_BROKEN));
    assertThat(
        stopped.getMessage(),
        equalTo("Table 'orders', a.csv, row 2: Rule 'positive' is false. (amount=-1.00)"));
  }

  @Test
  void stopsAtAWrongTypeWhenTheContractSaysSo() {
    TableSpec table = table(new Contract(UnknownField.RAW, MissingField.FAIL, WrongType.FAIL));
    PipelineException stopped =
        stops(table, Batches.of("a.csv", HEADER, row(null, null, "1", "x")));
    assertThat(stopped.code(), equalTo(ErrorCode.TYPE_CAST));
    assertThat(
        stopped.getMessage(),
        equalTo("Table 'orders', a.csv, row 1: Column 'id': 'x' is not of type BIGINT."));
  }

  @Test
  void stopsAtAMissingColumnNamingTheHeader() {
    RecordBatch batch = Batches.of("a.csv", List.of("no", "amount"), row("1", "1"));
    PipelineException stopped = stops(table(Contract.DEFAULT), batch);
    assertThat(stopped.code(), equalTo(ErrorCode.SCHEMA_MISSING_FIELD));
    assertThat(
        stopped.getMessage(),
        equalTo(
            "Table 'orders', a.csv: the file has no column 'id' (has: no, amount). Correct the"
                + " file or the schema, name the file's column in `from` of the column (or the"
                + " field's `aliases`), or set `contract: {missing_field: null}`."));
  }

  @Test
  void fillsAMissingColumnWithNullWhereAllowed() {
    Contract contract = new Contract(UnknownField.RAW, MissingField.NULL, WrongType.DEAD_LETTER);
    check(
        table(contract),
        Batches.of("a.csv", List.of("ID", "id", "Sum"), row("x", "1", "y")),
        good -> {
          assertThat(Batches.rows(good), contains("1|1|∅|∅"));
          assertThat(Batches.columns(good.get(0)).get(2), equalTo("amount DECIMAL(8,2)"));
        },
        dead -> assertThat(dead, empty()));
    check(
        table(contract),
        Batches.of("a.csv", List.of("amount"), row("1")),
        good -> assertThat(good, empty()),
        dead -> assertThat(codes(dead), contains("1|contract|[NULL_VIOLATION]")));
  }

  @Test
  void stopsAtAnUnknownColumnWhenTheContractSaysSo() {
    TableSpec table =
        table(new Contract(UnknownField.FAIL, MissingField.FAIL, WrongType.DEAD_LETTER));
    PipelineException stopped =
        stops(table, Batches.of("a.csv", HEADER, row(null, null, "1", "1")));
    assertThat(stopped.code(), equalTo(ErrorCode.SCHEMA_UNKNOWN_FIELD));
    assertThat(
        stopped.getMessage(),
        equalTo(
            "Table 'orders', a.csv: the contract does not name the file's column 'extra' (names:"
                + " id, amount, status). Add it to the schema, or set `contract: {unknown_field:"
                + " keep}`."));
  }

  @Test
  void buriesOnlyTheRowOnWhichARuleOverflows() {
    TableSpec table =
        table(
            Contract.DEFAULT,
            rule("small", "id + 1::BIGINT < amount * 1000 OR id > 5", Consequence.DEAD_LETTER));
    RecordBatch batch =
        Batches.of(
            "a.csv",
            HEADER,
            row(null, null, "1", "6"),
            row(null, null, "1", "9223372036854775807"),
            row(null, null, "1", "8"));
    check(
        table,
        batch,
        good -> assertThat(Batches.rows(good), contains("1|6|1.00|∅", "3|8|1.00|∅")),
        dead -> {
          assertThat(codes(dead), contains("2|rules|[SQL_FAILED]"));
          assertThat(
              Batches.select("SELECT reasons::JSON ->> '$[0].message' FROM batch", dead).get(0),
              containsString("Rule 'small', p.yaml:1:1, cannot be computed: Overflow"));
        });
  }

  @Test
  void judgesBatchesOfDifferentHeadersAndCountsTheDead() {
    RecordBatch first =
        Batches.of("a", HEADER, row(null, null, "1", "1"), row(null, null, "1", "x"));
    RecordBatch second =
        Batches.of("b", List.of("id", "status", "amount"), row("2", "shipped", "2"));
    PipelineResult result =
        BeamTest.run(
            p -> {
              PCollectionTuple out =
                  p.apply(Create.of(first, second).withCoder(RecordBatchCoder.of()))
                      .apply(
                          "Validate",
                          Validate.table(table(Contract.DEFAULT), KernelSettings.closed()));
              PAssert.that(out.get(Validate.GOOD))
                  .satisfies(
                      good -> {
                        List<String> rows = new ArrayList<>(Batches.rows(good));
                        rows.sort(null);
                        assertThat(rows, contains("1|1|1.00|∅", "1|2|2.00|shipped"));
                        return null;
                      });
            });
    long dead =
        result
            .metrics()
            .queryMetrics(
                MetricsFilter.builder()
                    .addNameFilter(MetricNameFilter.named("sluice", "orders.dead"))
                    .build())
            .getCounters()
            .iterator()
            .next()
            .getAttempted();
    assertThat(dead, equalTo(1L));
  }

  @Test
  void judgesModelRowsByNullsSymbolsAndRules() {
    List<RecordBatch> batches =
        Batches.query(
            "SELECT * FROM (VALUES (1::BIGINT, 1.5::DECIMAL(8,2), 'placed'),"
                + " (NULL, 2.5, 'gone'), (3, -1, NULL)) v(id, amount, status)",
            "");
    QualitySpec quality = quality(rule("positive", "amount > 0", Consequence.DEAD_LETTER));
    check(
        Validate.rows("m", ORDERS, quality, KernelSettings.closed()),
        batches.get(0),
        good -> assertThat(Batches.rows(good), contains("1|1.50|placed")),
        dead -> {
          assertThat(
              codes(dead),
              contains("0|model|[NULL_VIOLATION, ENUM_UNKNOWN]", "0|model|[RULE_BROKEN]"));
          assertThat(
              Batches.select("SELECT payload, payload_format FROM batch", dead),
              contains(
                  "{\"id\":null,\"amount\":\"2.50\",\"status\":\"gone\"}|row",
                  "{\"id\":3,\"amount\":\"-1.00\",\"status\":null}|row"));
        });
  }

  @Test
  void passesModelRowsUntouchedWhenNothingCanBeWrong() {
    RecordBatch batch = Batches.query("SELECT 1::BIGINT AS a, 'x' AS \"_b\"", "").get(0);
    TableSchema open =
        new TableSchema(List.of(Column.of("a", "BIGINT", true), Column.of("_b", "VARCHAR", true)));
    check(
        Validate.rows("m", open, quality(), KernelSettings.closed()),
        batch,
        good -> assertThat(Batches.rows(good), contains("1|x")),
        dead -> assertThat(dead, empty()));
  }

  private interface Look extends java.io.Serializable {
    void at(List<RecordBatch> batches);
  }

  private static void check(TableSpec table, RecordBatch batch, Look good, Look dead) {
    check(Validate.table(table, KernelSettings.closed()), batch, good, dead);
  }

  private static void check(Validate validate, RecordBatch batch, Look good, Look dead) {
    BeamTest.run(
        p -> {
          PCollectionTuple out = apply(p, batch, validate);
          look("Good", out.get(Validate.GOOD), good);
          look("Dead", out.get(Validate.DEAD), dead);
        });
  }

  private static void look(String label, PCollection<RecordBatch> batches, Look look) {
    PAssert.that(label, batches)
        .satisfies(
            all -> {
              List<RecordBatch> list = new ArrayList<>();
              all.forEach(list::add);
              look.at(list);
              return null;
            });
  }

  private static PCollectionTuple apply(
      org.apache.beam.sdk.Pipeline p,
      RecordBatch batch,
      PTransform<PCollection<RecordBatch>, PCollectionTuple> validate) {
    return p.apply("Create", Create.of(batch).withCoder(RecordBatchCoder.of()))
        .apply("Validate", validate);
  }

  private static PipelineException stops(TableSpec table, RecordBatch batch) {
    return assertThrows(
        PipelineException.class,
        () -> BeamTest.run(p -> apply(p, batch, Validate.table(table, KernelSettings.closed()))));
  }

  private static List<String> codes(List<RecordBatch> dead) {
    return Batches.select("SELECT _row, stage, reasons::JSON ->> '$[*].code' FROM batch", dead)
        .stream()
        .sorted()
        .toList();
  }

  private static RuleSpec rule(String name, String sql, Consequence consequence) {
    return new RuleSpec(name, new SqlText(sql, new Position("p.yaml", 1, 1), 0), consequence);
  }

  private static QualitySpec quality(RuleSpec... rules) {
    return new QualitySpec(List.of(rules), List.of(), Tolerance.NONE);
  }

  private static TableSpec table(Contract contract, RuleSpec... rules) {
    return new TableSpec(
        "orders",
        new SourceSpec.Csv(List.of("*.csv"), ',', '"', List.of("")),
        ORDERS,
        contract,
        new LoadSpec(LoadSpec.Disposition.APPEND, List.of(), null, null),
        quality(rules));
  }

  private static TableSpec withStatusOpen(TableSpec t) {
    TableSchema open =
        new TableSchema(
            List.of(
                ORDERS.columns().get(0),
                ORDERS.columns().get(1),
                Column.of("status", "VARCHAR", true)));
    return new TableSpec(t.name(), t.source(), open, t.contract(), t.load(), t.quality());
  }
}
