// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.sluice.batch.RecordBatch;
import dev.sluice.error.issue.Position;
import dev.sluice.fact.Fact;
import dev.sluice.fixture.Batches;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.rule.Consequence;
import dev.sluice.spec.rule.RuleSpec;
import dev.sluice.spec.rule.RuleSpec.At;
import dev.sluice.spec.rule.SqlText;
import dev.sluice.spec.table.Contract;
import dev.sluice.table.Verdict.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules whose SQL fails on a row. */
class FailingRulesTest {
  private static final TableSchema SCHEMA =
      new TableSchema(
          List.of(
              Column.of("id", "BIGINT", false),
              Column.of("s", "VARCHAR", true),
              Column.of("n", "BIGINT", true),
              Column.of("d", "DECIMAL(18,2)", true)));

  private static final RecordBatch ROWS =
      Batches.of(
          "f.csv",
          List.of("id", "s", "n", "d", "_row"),
          new String[] {"1", "x", "9223372036854775807", "1000000000000.00", "1"},
          new String[] {"2", "5", "7", "1.00", "2"});

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '¦',
      value = {
        "CAST(s AS INTEGER) > 0 ¦ 2:1 ¦ Could not convert string 'x' to INTEGER (column s)",
        "s <> 'q' AND CAST(s || '-01' AS DATE) > DATE '2000-01-01' OR id = 2 ¦ 2:14 ¦ invalid date",
        "n * n > 0 ¦ 2:1 ¦ Overflow in multiplication of BIGINT",
        "d * d * d > 0 ¦ 2:1 ¦ Overflow in multiplication of DECIMAL",
        "id = 2 OR n % 0 = 1 ¦ 2:1 ¦ Division by zero in expression (n % 0): ",
        "CAST(n AS INTEGER) > 0 ¦ 2:1 ¦ Type BIGINT with value 9223372036854775807",
        "make_date(2024, 13, id::INTEGER) > DATE '1999-01-01' OR id = 2 ¦ 2:1 ¦ Date out of range",
        "strptime(s, '%d') IS NOT NULL ¦ 2:1 ¦ Could not parse string",
        "(s::JSON ->> 'a') IS NULL OR id = 2 ¦ 2:3 ¦ Malformed JSON at byte 0",
        "regexp_matches('x', s || '(') OR id = 2 ¦ 2:1 ¦ missing ): x(",
      })
  void nameTheirPlaceAndWhy(String sql, String place, String why) {
    RuleSpec rule = new RuleSpec("r", text(sql, 2, 1), Consequence.DEAD_LETTER);
    List<String> messages = messages(judge(SCHEMA, rule));
    assertThat(
        messages.get(0), startsWith("Rule 'r', p.yaml:" + place + ", cannot be computed: " + why));
    for (String internal : List.of("INT64", "INT32", "Error:", "LINE ", "SET ")) {
      assertThat(messages.get(0), not(containsString(internal)));
    }
  }

  @Test
  void nameTheConditionWhenItIsWhatFails() {
    SqlText where = text("id > 0\nAND CAST(s AS INTEGER) > 0", 7, 5);
    RuleSpec rule =
        new RuleSpec("r", text("n > 0", 2, 1), Consequence.DEAD_LETTER, where, At.STAGING, null);
    assertThat(
        messages(judge(SCHEMA, rule)),
        contains(
            "Rule 'r', p.yaml:8:9, cannot be computed: Could not convert string 'x' to INTEGER"
                + " (column s)."));
    SqlText ofTexts = text("id > '0'\nAND CAST(s AS INTEGER) > 0", 7, 5);
    RuleSpec raw =
        new RuleSpec("r", text("n = ''", 2, 1), Consequence.DEAD_LETTER, ofTexts, At.RAW, null);
    assertThat(
        messages(judge(SCHEMA, raw)).get(0),
        startsWith("Rule 'r', p.yaml:8:9, cannot be computed: Could not convert"));
  }

  @Test
  void tellNoPersonalValue() {
    TableSchema personal =
        new TableSchema(
            SCHEMA.columns().stream().map(c -> c.personal(c.name().equals("s"))).toList());
    RuleSpec rule =
        new RuleSpec("r", text("CAST(s AS INTEGER) > 0", 2, 1), Consequence.DEAD_LETTER);
    assertThat(
        messages(judge(personal, rule)),
        contains(
            "Rule 'r', p.yaml:2:1, cannot be computed: Conversion Error (its text is left out: it"
                + " may hold personal data)."));
  }

  /** The kernel would compute what they have in common before it asks either. */
  @Test
  void failOnOneRowHoweverManyShareWhatFails() {
    RuleSpec[] rules = new RuleSpec[6];
    for (int i = 0; i < rules.length; i++) {
      Consequence then = i < 3 ? Consequence.DEAD_LETTER : Consequence.WARN;
      String sql = "CAST(s AS INTEGER) > " + i + " AND s IS NOT NULL";
      rules[i] = new RuleSpec("r" + i, text(sql, i, 1), then);
    }
    RowValidator.Judged judged = judge(SCHEMA, rules);
    assertThat(Batches.rows(judged.good()), contains("2|2|5|7|1.00"));
    assertThat(messages(judged).size(), is(3));
    assertThat(judged.warned(), contains(new Fact.Warned("t", "r5", 1, List.of(row("2", "5")))));
  }

  @Test
  void countRowsOfWhichOneThatWarnsCannotBeComputed() {
    RuleSpec rule = new RuleSpec("r", text("CAST(s AS INTEGER) > 0", 2, 1), Consequence.WARN);
    RowValidator.Judged judged = judge(SCHEMA, rule);
    assertThat(judged.dead(), empty());
    assertThat(judged.warned(), contains(new Fact.Warned("t", "r", 1, List.of(row("1", "x")))));
  }

  private static Row row(String id, String s) {
    Map<String, @Nullable String> values = new LinkedHashMap<>();
    values.put("id", id);
    values.put("s", s);
    return new Row(values, 1);
  }

  private static SqlText text(String sql, int line, int column) {
    return new SqlText(sql, new Position("p.yaml", line, column), 4);
  }

  private static RowValidator.Judged judge(TableSchema schema, RuleSpec... rules) {
    RowContract subject = new RowContract("t", schema, Contract.DEFAULT, List.of(rules), false);
    try (Kernel kernel = Kernel.open(KernelSettings.closed())) {
      return new RowValidator(subject).judge(kernel, ROWS);
    }
  }

  private static List<String> messages(RowValidator.Judged judged) {
    return Batches.select(
        "SELECT unnest(from_json(reasons, '[{\"message\": \"VARCHAR\"}]')).message FROM batch",
        judged.dead());
  }
}
