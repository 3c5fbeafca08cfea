// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import dev.sluice.batch.RecordBatch;
import dev.sluice.fixture.Batches;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.parse.SpecParser;
import dev.sluice.spec.rule.RuleSpec;
import dev.sluice.spec.table.Contract;
import dev.sluice.spec.table.TableSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Rules in their short forms, from the spec to the reasons of dead letters. */
class ShortRulesTest {
  @TempDir private Path folder;

  /**
   * What a rule says of values.
   *
   * @param good SQL of values that satisfy it
   * @param bad SQL of values that break it
   */
  @ParameterizedTest(name = "{1} of {0}")
  @CsvFileSource(resources = "/validate/short-rules.psv", delimiter = '|', quoteCharacter = '\0')
  void partsValues(String type, String rule, String good, String bad) throws Exception {
    TableSpec table = table("v: {type: \"" + type + "\"}", rule);
    RowValidator.Judged judged =
        judge(table, "SELECT unnest([" + good + ", NULL])::" + sqlType(table) + " AS v");
    assertThat("good " + rule, reasons(judged), empty());
    for (String value : split(bad)) {
      judged = judge(table, "SELECT (" + value + ")::" + sqlType(table) + " AS v");
      assertThat(value + " breaks " + rule, Batches.count(judged.dead()), equalTo(1L));
      assertThat(value, reasons(judged).get(0).contains("RULE_BROKEN"), is(true));
    }
    // Beside one another none is judged otherwise: the kernel computes a batch as a whole.
    List<String> all = split(bad);
    judged =
        judge(
            table,
            "SELECT unnest([%s, NULL, %s, %1$s])::%s AS v"
                .formatted(good, String.join(", ", all), sqlType(table)));
    assertThat("together " + rule, Batches.count(judged.dead()), equalTo((long) all.size()));
    assertThat(
        reasons(judged).stream().filter(reason -> !reason.contains("RULE_BROKEN")).toList(),
        empty());
    assertThat(
        judge(table, "SELECT NULL::" + sqlType(table) + " AS v WHERE false").dead(), empty());
  }

  @Test
  void saysAllReasonsWithWhatItSaw() throws Exception {
    TableSpec table =
        table(
            "a: double\nb: double\ns: text\nsecret: {type: text, pii: true}\nl: list(float)",
            "between: {a: [0, 10000]}",
            "ordered: [a, b]",
            "in: {s: [placed, shipped]}",
            "length: {s: [2, 3]}",
            "matches: {secret: \"^[0-9]+$\"}",
            "not_null: [a, s, secret]",
            "embedding: {l: {dimension: 2, norm: [0.5, 1.5]}}");
    RowValidator.Judged judged =
        judge(
            table,
            "SELECT 20000.0::DOUBLE AS a, 1.5::DOUBLE AS b, 'lost' AS s, 'x1' AS secret, [3, 4]::FLOAT[] AS l"
                + " UNION ALL SELECT 'nan'::DOUBLE, NULL, NULL, NULL, ['nan'::DOUBLE, 1]::FLOAT[]");
    assertThat(
        messages(judged),
        contains(
            "a is 20000.0, must be between 0 and 10000.",
            "a, b are 20000.0, 1.5, must not fall from one to the next.",
            "s is 'lost', must be one of placed, shipped.",
            "s has 4 characters, must have between 2 and 3 characters.",
            "secret must match ^[0-9]+$.",
            "l has the norm 5.0, must have 2 finite numbers and a norm of between 0.5 and 1.5.",
            "a is nan, must be between 0 and 10000.",
            "a, b are nan, null, must not fall from one to the next.",
            "s is null, must have a value.",
            "secret must have a value.",
            "l holds nan, must have 2 finite numbers and a norm of between 0.5 and 1.5."));
  }

  @Test
  void saysNothingOfValuesThatAreNoneOfTheirType() throws Exception {
    TableSpec table = table("n: bigint", "not_null: n", "between: {n: [1, 2]}");
    RowContract subject = raw(table);
    RecordBatch batch =
        Batches.of(
            "f", List.of("n"), Batches.row("x"), Batches.row("3"), Batches.row((String) null));
    try (Kernel kernel = Kernel.open(KernelSettings.closed())) {
      assertThat(
          messages(new RowValidator(subject).judge(kernel, batch)),
          contains(
              "Column 'n': 'x' is not of type BIGINT.",
              "n is 3, must be between 1 and 2.",
              "n is null, must have a value."));
    }
  }

  @Test
  void asksOnlyWhereTheConditionIsTrue() throws Exception {
    TableSpec table =
        table(
            "s: text\nn: bigint",
            "{between: {n: [1, null]}, where: s = 'paid', name: paid}",
            "{sql: 10 / n > 1, where: n <> 0}");
    assertThat(
        messages(
            judge(
                table,
                "SELECT * FROM (VALUES ('paid', 0), ('new', 0), (NULL, 0), ('paid', 1), ('x', 50)) v(s, n)")),
        contains("n is 0, must be at least 1.", "Rule '10 / n > 1' is false."));
  }

  @Test
  void asksRawRowsOfTheirTexts() throws Exception {
    TableSpec table =
        table(
            "n: {type: \"decimal(6,2)\", null_values: [NA]}\ns: {type: text, pii: true}",
            "{matches: {n: \"^[0-9]+[.][0-9]{2}$\"}, at: raw}",
            "{sql: \"t.n <> '0.00' OR s = 'free'\", at: raw, name: free}",
            "{length: {s: [1, 4]}, at: raw}",
            "{not_null: n, at: raw, where: s = 'paid'}",
            "between: {n: [0, 100]}");
    RecordBatch batch =
        Batches.of(
            "f",
            List.of("n", "s"),
            Batches.row("1.00", "a"),
            Batches.row("1", "b"),
            Batches.row("x", "long!"),
            Batches.row("0.00", null),
            Batches.row("0.00", "paid"),
            Batches.row("NA", "paid"),
            Batches.row("NA", "c"),
            Batches.row("101.00", "d"));
    try (Kernel kernel = Kernel.open(KernelSettings.closed())) {
      RowValidator.Judged judged = new RowValidator(raw(table)).judge(kernel, batch);
      assertThat(
          Batches.select("SELECT __row, n FROM batch", judged.good()),
          contains("1|1.00", "4|0.00", "7|∅"));
      List<String> messages = messages(judged);
      assertThat(messages.get(0), containsString("is not of type DECIMAL(6,2)."));
      assertThat(
          messages.subList(1, messages.size()),
          contains(
              "n must match ^[0-9]+[.][0-9]{2}$.",
              "s must have between 1 and 4 characters.",
              "n must match ^[0-9]+[.][0-9]{2}$.",
              "Rule 'free' is false.",
              "n must have a value.",
              "n is 101.00, must be between 0 and 100."));
    }
  }

  @Test
  void cannotBeHungByARegularExpression() throws Exception {
    TableSpec table = table("v: text", "matches: {v: \"^(a+)+$\"}");
    RowValidator.Judged judged = judge(table, "SELECT repeat('a', 100000) || '!' AS v");
    assertThat(Batches.count(judged.dead()), equalTo(1L));
  }

  @Test
  void asksTwoHundredRulesInOneStatement() throws Exception {
    String[] rules =
        IntStream.range(0, 200)
            .mapToObj(i -> "{between: {n: [0, " + (1000 + i) + "]}, name: r" + i + "}")
            .toArray(String[]::new);
    TableSpec table = table("n: bigint", rules);
    RowValidator.Judged judged = judge(table, "SELECT range AS n FROM range(1102)");
    assertThat(Batches.count(judged.good()), equalTo(1001L));
    assertThat(messages(judged).size(), equalTo(IntStream.rangeClosed(1, 101).sum()));
  }

  private TableSpec table(String columns, String... rules) throws IOException {
    String yaml =
        "name: t\nlake: lake\ntables:\n  t:\n    source: {csv: t.csv}\n    columns:\n      "
            + columns.replace("\n", "\n      ")
            + "\n    rules:\n"
            + List.of(rules).stream()
                .map(rule -> "      - " + rule + "\n")
                .collect(Collectors.joining());
    Files.writeString(folder.resolve("pipeline.yaml"), yaml);
    Files.writeString(folder.resolve("t.csv"), "v\n");
    Parsed parsed = SpecParser.parse(folder, name -> null);
    assertThat(parsed.issues(), empty());
    return Objects.requireNonNull(parsed.spec()).tables().get(0);
  }

  private static String sqlType(TableSpec table) {
    return table.schema().columns().get(0).type();
  }

  private static RowContract raw(TableSpec table) {
    return new RowContract("t", table.schema(), Contract.DEFAULT, table.quality().rules(), false);
  }

  private static RowValidator.Judged judge(TableSpec table, String rows) {
    List<RuleSpec> rules = table.quality().rules();
    RowContract subject = new RowContract("t", table.schema(), Contract.DEFAULT, rules, true);
    List<RowValidator.Judged> all = new ArrayList<>();
    try (Kernel kernel = Kernel.open(KernelSettings.closed())) {
      for (RecordBatch batch : Batches.query(rows, "f")) {
        all.add(new RowValidator(subject).judge(kernel, batch));
      }
    }
    return new RowValidator.Judged(
        all.stream().flatMap(each -> each.good().stream()).toList(),
        all.stream().flatMap(each -> each.dead().stream()).toList(),
        List.of());
  }

  private static List<String> reasons(RowValidator.Judged judged) {
    return judged.dead().isEmpty()
        ? List.of()
        : Batches.select("SELECT reasons FROM batch", judged.dead());
  }

  private static List<String> messages(RowValidator.Judged judged) {
    return judged.dead().isEmpty()
        ? List.of()
        : Batches.select(
            "SELECT unnest(reasons->>'$[*].message') FROM batch ORDER BY _row", judged.dead());
  }

  private static List<String> split(String values) {
    return List.of(values.split(" ;; ")).stream()
        .map(String::strip)
        .filter(Objects::nonNull)
        .toList();
  }
}
