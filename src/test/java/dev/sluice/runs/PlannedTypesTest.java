// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Pipelines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code promote plan} says of the values of columns of all types, by statistics and by rows,
 * against plain DuckDB over what the sources have.
 */
class PlannedTypesTest {
  private static final List<String> NULLS = List.of("nulls");
  private static final List<String> PLAIN = List.of("nulls", "distinct", "min", "max");
  private static final List<String> EXACT = List.of("nulls", "distinct", "min", "max", "mean");
  private static final List<String> ROUNDED = List.of("nulls", "min", "max", "mean");

  /** A column of texts, what is made of them, and what they are before and after. */
  private record Case(String sql, List<String> measures, List<String> before, List<String> after) {
    Case(String sql, List<String> measures, String before, String after) {
      this(sql, measures, cells(before), cells(after));
    }

    private static List<String> cells(String text) {
      return Arrays.stream(text.split(";", -1)).map(String::strip).toList();
    }
  }

  private static final String LONG = "x".repeat(254);

  /** A column for each; an empty cell is null. */
  private static final List<Case> CASES =
      List.of(
          new Case("v::INTEGER", EXACT, "1;2;3;3", "-2147483648;2147483647;;3"),
          new Case("v::BIGINT", EXACT, "5;5;5;5", "9007199254740993;9007199254740995;;"),
          new Case("v::BIGINT", EXACT, ";;;", "7;;;"),
          new Case("v::BIGINT", EXACT, "7;;;", ";;;"),
          new Case("v::BIGINT", EXACT, ";;;", ";;;"),
          new Case("v::SMALLINT", EXACT, "-1;0;1;2", "-1;0;1;3"),
          new Case("v::HUGEINT", EXACT, "1;2;3;4", "1;2;3;99999999999999999999999999999999999999"),
          new Case("v::UBIGINT", EXACT, "1;2;3;4", "1;2;3;18446744073709551615"),
          new Case("v::DOUBLE", ROUNDED, "1;2;;nan", "1;2;3;4"),
          new Case("v::DOUBLE", ROUNDED, "1;2;3;inf", "-inf;2;3;4"),
          new Case("v::DOUBLE", ROUNDED, "-inf;inf;;", "nan;nan;nan;"),
          new Case("v::DOUBLE", ROUNDED, "inf;inf;;", "-inf;-inf;;"),
          new Case("v::DOUBLE", ROUNDED, "nan;inf;;", "nan;-inf;0.5;"),
          new Case("v::DOUBLE", ROUNDED, "-0.0;5;6;7", "-3;5;6;7"),
          new Case("v::DOUBLE", ROUNDED, "0.0;-0.0;;", "-0.0;0.0;;"),
          new Case("v::DOUBLE", ROUNDED, "0.1;0.2;0.3;", "1e300;-1e-300;12345678.9;"),
          new Case("v::DOUBLE", ROUNDED, "1e17;1;-1e17;", "3;1;2;"),
          new Case("v::FLOAT", ROUNDED, "0.1;0.2;1e10;", "3.4e38;0.2;-0.0;"),
          new Case("v::FLOAT", ROUNDED, "nan;0.2;;", "inf;0.2;;"),
          new Case("v::DECIMAL(12,2)", EXACT, "0.10;0.20;-0.30;5", "9999999999.99;0;;"),
          new Case(
              "v::DECIMAL(38,0)",
              EXACT,
              "1;2;;",
              "99999999999999999999999999999999999999;-99999999999999999999999999999999999999;3;"),
          new Case(
              "v::DECIMAL(38,0)",
              EXACT,
              "1;2;;",
              "99999999999999999999999999999999999999;99999999999999999999999999999999999998;3;"),
          new Case(
              "v::DECIMAL(38,37)", EXACT, "1;2;;", "-0.0000000000000000000000000000000000001;1;2;"),
          new Case("v::DECIMAL(5,5)", EXACT, "0.5;0.25;;", "-0.00001;0.25;;"),
          new Case("v", PLAIN, "a;b;c;c", "a;b;d;e"),
          new Case("v", PLAIN, "Z;a;é;", "Z;a;😀;￮"),
          new Case("replace(v, 'EMPTY', '')", PLAIN, "EMPTY;a;;", "EMPTY;EMPTY;b;"),
          new Case("v || '''\"; --\n'", PLAIN, "a;b;;", "b;c;;"),
          new Case("repeat(v, 300)", PLAIN, "a;b;;", "a;c;d;"),
          new Case("'%s' || v".formatted(LONG), PLAIN, "a;b;;", "a;c;;"),
          new Case("'%s' || v".formatted(LONG), PLAIN, "ab;b;;", "abc;c;;"),
          new Case("'%s' || v".formatted(LONG), PLAIN, "a😀;b;;", "a;c;;"),
          new Case("v::BOOLEAN", PLAIN, "true;true;;", "true;false;;"),
          new Case("v::BOOLEAN", PLAIN, "false;false;;", "true;true;true;"),
          new Case(
              "v::UUID",
              PLAIN,
              "00112233-4455-6677-8899-aabbccddeeff;ffffffff-ffff-ffff-ffff-ffffffffffff;;",
              "80000000-0000-0000-0000-000000000001;7fffffff-ffff-ffff-ffff-fffffffffffe;;"),
          new Case("v::DATE", PLAIN, "2026-01-31;0001-01-01;;", "9999-12-31;1969-12-31;;"),
          new Case(
              "v::DATE",
              List.of("nulls", "about distinct", "min", "max"),
              "infinity;1969-12-31;;",
              "-infinity;1970-01-02;5881580-07-10;5877642-06-25 (BC)"),
          new Case("v::DATE", PLAIN, "infinity;infinity;;", "-infinity;-infinity;;"),
          new Case(
              "v::TIMESTAMP",
              PLAIN,
              "2026-01-31 00:00:00;0001-01-01;;",
              "9999-12-31 23:59:59.999999;1969-12-31 23:59:59.999999;;"),
          new Case(
              "v::TIMESTAMP",
              PLAIN,
              "infinity;2026-01-31;;",
              "-infinity;0044-03-15 (BC) 10:00:00;294247-01-10 04:00:54;"),
          new Case(
              "v::TIMESTAMPTZ",
              PLAIN,
              "2026-01-31 00:00:00+02;0001-01-01 00:00:00+00;;",
              "9999-12-31 23:59:59.999999+00;1969-12-31 23:59:59.5+00;;"),
          new Case("v::TIMESTAMPTZ", PLAIN, "infinity;infinity;;", "-infinity;2026-01-01;;"),
          new Case("v::TIME", PLAIN, "10:00:00;23:59:59.999999;;", "00:00:00;10:00:01;;"),
          new Case("[v]", NULLS, "a;b;c;d", "a;b;c;e"),
          new Case("CASE WHEN v <> 'n' THEN {'a': v} END", NULLS, "a;n;c;d", "a;b;c;e"),
          new Case("CASE WHEN v <> 'n' THEN [1.5::FLOAT, 2] END", NULLS, "a;n;c;d", "n;n;c;e"),
          new Case("encode(v)", NULLS, "a;;;", "b;c;;"));

  private @TempDir Path folder;
  private StagedPlans plans;

  @BeforeEach
  void stage() {
    plans = new StagedPlans(folder);
  }

  private Path cells(String name, boolean isBefore) {
    StringBuilder text = new StringBuilder("id");
    IntStream.range(0, CASES.size()).forEach(i -> text.append(",c").append(i));
    text.append('\n');
    for (int row = 0; row < 4; row++) {
      text.append(row);
      for (Case each : CASES) {
        text.append(',').append((isBefore ? each.before() : each.after()).get(row));
      }
      text.append('\n');
    }
    Path file = folder.resolve(name);
    Pipelines.write(file, text.toString());
    return file;
  }

  private static String made(int column) {
    return CASES.get(column).sql().replaceAll("\\bv\\b", "c" + column);
  }

  /** What changes, as plain DuckDB says it of the texts. */
  private static List<String> oracle(Path before, Path after) {
    List<String> lines = new ArrayList<>();
    List<List<String>> was = figures(before);
    List<List<String>> then = figures(after);
    for (int i = 0; i < CASES.size(); i++) {
      List<String> measures = CASES.get(i).measures();
      for (int j = 0; j < measures.size(); j++) {
        String one = was.get(i).get(j);
        String other = then.get(i).get(j);
        if (!one.equals(other)) {
          lines.add(
              "c%d %s: %s → %s".formatted(i, measures.get(j).replace("about ", ""), one, other));
        }
      }
    }
    return lines;
  }

  /** The measures of each column. */
  private static List<List<String>> figures(Path file) {
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < CASES.size(); i++) {
      int column = i;
      columns.add(
          CASES.get(i).measures().stream()
              .map(measure -> figure(column, measure))
              .collect(Collectors.joining(", ", "[", "]")));
    }
    List<String> rows =
        Pipelines.query(
            "",
            "SELECT unnest(list_transform([%s], lambda x: array_to_string(x, '¦'))) FROM read_csv('%s', header = true, all_varchar = true, nullstr = '')"
                .formatted(String.join(", ", columns), file));
    return rows.stream().map(row -> List.of(row.split("¦", -1))).toList();
  }

  private static String figure(int column, String measure) {
    String x = made(column);
    boolean isRounded = CASES.get(column).measures() == ROUNDED;
    String zero = isRounded ? " + 0::" + x.replaceAll(".*::", "") : "";
    String sql =
        switch (measure) {
          case "nulls" -> "count(*) - count(%s)";
          case "distinct" -> "count(DISTINCT %s)";
          case "about distinct" -> "'about ' || count(DISTINCT %s)";
          case "mean" -> "replace(format('{:.6g}', avg((%s)::DOUBLE)), '-nan', 'nan')";
          default -> measure + "(%s)" + zero;
        };
    return "coalesce((%s)::VARCHAR, 'null')".formatted(sql.formatted(x));
  }

  private void writeCases() {
    String columns =
        IntStream.range(0, CASES.size())
            .mapToObj(i -> "c%d: text".formatted(i))
            .collect(Collectors.joining(", "));
    String items =
        IntStream.range(0, CASES.size())
            .mapToObj(i -> "    %s AS c%d".formatted(made(i).replace("\n", "' || chr(10) || '"), i))
            .collect(Collectors.joining(",\n        "));
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: t
        lake: lake
        publish: {approve: manual}
        tables:
          t:
            source: {csv: t.csv}
            load: replace
            columns: {id: int, %s}
        models:
          m:
            sql: |
              SELECT id,
            %s
              FROM t
        """
            .formatted(columns, items));
  }

  @Test
  void saysOfEachTypeWhatPlainDuckDbDoes() {
    writeCases();
    cells("t.csv", true);
    Pipelines.run(folder);
    plans.release();
    Path before = cells("before.txt", true);
    Path after = cells("t.csv", false);
    Pipelines.run(folder);
    List<String> expected = oracle(before, after);
    assertThat(StagedPlans.profile(StagedPlans.table(plans.plan(), "m")), is(expected));

    plans.loseStatistics();
    assertThat(
        StagedPlans.profile(StagedPlans.table(plans.plan(), "m")),
        is(StagedPlans.estimated(expected)));
  }
}
