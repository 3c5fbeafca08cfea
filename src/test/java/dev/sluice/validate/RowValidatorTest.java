// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.sameInstance;

import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.arrow.TextBatchBuilder;
import dev.sluice.error.issue.Position;
import dev.sluice.fixture.Batches;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.rule.Consequence;
import dev.sluice.spec.rule.RuleSpec;
import dev.sluice.spec.rule.SqlText;
import dev.sluice.spec.table.Contract;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowValidatorTest {
  private static final List<String> TEXTS =
      List.of(
          "0",
          "7",
          "-3",
          "+4",
          "007",
          "1.5",
          "2.50",
          "3.999",
          "1e3",
          " 5",
          "5 ",
          "x",
          "",
          "-",
          "99999999",
          "9223372036854775807",
          "9223372036854775808",
          "1_0",
          "0x1",
          ".5",
          "5.",
          "-.25");

  /** Kept as texts of a legal number: what Java reads exactly is what may be accepted. */
  private static final String NUMBER = "[+-]?([0-9]+|[0-9]*[.][0-9]+)";

  @ParameterizedTest
  @ValueSource(ints = {1, 700, 2049, 20_000})
  void losesAndInventsNoRow(int rows) throws Exception {
    long seed = System.nanoTime();
    String label = "seed " + seed + ", rows " + rows;
    Random random = new Random(seed);
    int bad = random.nextInt(3) * 40;
    List<@Nullable String[]> raw = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      raw.add(new String[] {value(random, bad), value(random, bad)});
    }
    TextBatchBuilder builder = new TextBatchBuilder(List.of("i", "d"));
    TreeSet<Long> expected = new TreeSet<>();
    for (int i = 0; i < rows; i++) {
      builder.append(0, raw.get(i)[0]);
      builder.append(1, raw.get(i)[1]);
      builder.endRow(i * 3L + 2);
      if (isGood(raw.get(i)[0], raw.get(i)[1])) {
        expected.add(i * 3L + 2);
      }
    }
    RowValidator.Judged judged = judge(subject(), builder.build("f"));
    List<String> good = Batches.select("SELECT __row, i, d FROM batch", judged.good());
    TreeSet<Long> kept = new TreeSet<>();
    for (String line : good) {
      String[] cells = line.split("\\|");
      kept.add(Long.parseLong(cells[0]));
      @Nullable String[] was = raw.get((int) ((Long.parseLong(cells[0]) - 2) / 3));
      assertThat(label + line, same(cells[1], was[0]) && same(cells[2], was[1]));
    }
    TreeSet<Long> extra = new TreeSet<>(kept);
    extra.removeAll(expected);
    assertThat(label, extra, empty());
    assertThat(label, good.size(), equalTo(expected.size()));
    TreeSet<Long> dead = new TreeSet<>();
    for (String line :
        Batches.select("SELECT _row FROM batch WHERE reasons LIKE '[{%'", judged.dead())) {
      assertThat(label, dead.add(Long.parseLong(line)));
    }
    dead.addAll(kept);
    assertThat(label, dead, hasSize(rows));
    assertThat(
        label, Batches.count(judged.good()) + Batches.count(judged.dead()), equalTo((long) rows));
  }

  /** Except UUID, which the kernel hands out as text. */
  @Test
  void keepsEveryTypeOnItsWay() throws Exception {
    List<String> types =
        List.of(
            "BOOLEAN",
            "INTEGER",
            "BIGINT",
            "FLOAT",
            "DOUBLE",
            "VARCHAR",
            "BLOB",
            "DATE",
            "TIME",
            "TIMESTAMP WITH TIME ZONE",
            "TIMESTAMP",
            "DECIMAL(38,9)",
            "BIGINT[]",
            "MAP(VARCHAR, BIGINT[])",
            "STRUCT(a BIGINT, \"order\" VARCHAR)");
    List<String> texts =
        List.of(
            "true",
            "1",
            "2",
            "0.5",
            "0.25",
            "é",
            "b",
            "2024-01-01",
            "10:00:00.000001",
            "2024-01-01T00:00:00.000001Z",
            "2024-01-01 00:00:00",
            "1.000000001",
            "[1,2]",
            "{\"k\":[1]}",
            "{\"a\":1,\"order\":\"x\"}");
    List<Column> columns = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<String> expected = new ArrayList<>(List.of("__row BIGINT"));
    for (int i = 0; i < types.size(); i++) {
      names.add("c" + i);
      columns.add(Column.of("c" + i, types.get(i), false));
      expected.add("c" + i + " " + types.get(i));
    }
    RecordBatch batch = Batches.of("f", names, texts.toArray(new String[0]));
    RowContract subject =
        new RowContract("t", new TableSchema(columns), Contract.DEFAULT, List.of(), false);
    RowValidator.Judged first = judge(subject, batch);
    assertThat(Batches.rows(first.dead()), empty());
    assertThat(Batches.columns(first.good().get(0)), equalTo(expected));
    RowValidator.Judged again = judge(subject, first.good().get(0));
    assertThat(
        Batches.rows(again.good()),
        equalTo(
            Batches.rows(first.good()).stream()
                .map(row -> row.substring(row.indexOf('|') + 1)) // the number of a raw row
                .toList()));
    RowContract model =
        new RowContract(
            "t", new TableSchema(columns.subList(0, 3)), Contract.DEFAULT, List.of(), true);
    RecordBatch typed = Batches.query("SELECT true AS c0, 1 AS c1, 2::BIGINT AS c2", "").get(0);
    assertThat(judge(model, typed).dead(), empty());
  }

  @Test
  void handsOnTheVeryBatchWhenNothingCanBeWrong() throws Exception {
    RecordBatch batch = Batches.query("SELECT 1::BIGINT AS a", "").get(0);
    TableSchema open = new TableSchema(List.of(Column.of("a", "BIGINT", true)));
    RowValidator.Judged judged =
        judge(new RowContract("m", open, Contract.DEFAULT, List.of(), true), batch);
    assertThat(judged.good(), contains(sameInstance(batch)));
  }

  @Test
  void takesNamesAsTheyAre() throws Exception {
    RecordBatch batch =
        Batches.of(
            "f",
            List.of("a\"b", "'; DROP", "select", "A", "a", "__r1"),
            row("1", "2", "3", "4", "5", "6"),
            row("1", "2", "3", "4", "x", "6"));
    TableSchema schema =
        new TableSchema(
            List.of(Column.of("a", "BIGINT", false), Column.of("select", "BIGINT", false)));
    RowValidator.Judged judged =
        judge(new RowContract("t", schema, Contract.DEFAULT, List.of(), false), batch);
    assertThat(Batches.rows(judged.good()), contains("1|5|3"));
    assertThat(
        Batches.select("SELECT payload FROM batch", judged.dead()),
        contains(
            "{\"a\\\"b\":\"1\",\"'; DROP\":\"2\",\"select\":\"3\",\"A\":\"4\",\"a\":\"x\",\"__r1\":\"6\"}"));
  }

  private static @Nullable String[] row(@Nullable String... values) {
    return values;
  }

  private static RowContract subject() {
    TableSchema schema =
        new TableSchema(
            List.of(Column.of("i", "BIGINT", false), Column.of("d", "DECIMAL(6,2)", true)));
    RuleSpec rule =
        new RuleSpec(
            "r", new SqlText("i + i >= 0", new Position("p", 1, 1), 0), Consequence.DEAD_LETTER);
    return new RowContract("t", schema, Contract.DEFAULT, List.of(rule), false);
  }

  private static RowValidator.Judged judge(RowContract subject, RecordBatch batch) {
    try (Kernel kernel = Kernel.open(KernelSettings.closed())) {
      return new RowValidator(subject).judge(kernel, batch);
    }
  }

  private static @Nullable String value(Random random, int bad) {
    if (random.nextInt(100) < bad) {
      int pick = random.nextInt(TEXTS.size() + 1);
      return pick == TEXTS.size() ? null : TEXTS.get(pick);
    }
    return String.valueOf(random.nextInt(5000));
  }

  private static boolean isGood(@Nullable String i, @Nullable String d) {
    if (i == null || !i.matches("[+-]?[0-9]+")) {
      return false;
    }
    BigDecimal number = new BigDecimal(i);
    BigDecimal most = BigDecimal.valueOf(Long.MAX_VALUE / 2);
    if (number.signum() < 0 || number.compareTo(most) > 0) {
      return false;
    }
    if (d == null) {
      return true;
    }
    return d.matches(NUMBER)
        && new BigDecimal(d).stripTrailingZeros().scale() <= 2
        && new BigDecimal(d).abs().compareTo(new BigDecimal("9999.99")) <= 0;
  }

  private static boolean same(String value, @Nullable String raw) {
    return raw == null
        ? value.equals("∅")
        : new BigDecimal(value).compareTo(new BigDecimal(raw)) == 0;
  }
}
