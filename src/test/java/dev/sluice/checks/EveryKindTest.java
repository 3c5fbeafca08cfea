// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sluice.checks.probe.Subject.Earlier;
import dev.sluice.fixture.Golden;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.rule.CheckSpec;
import dev.sluice.spec.rule.CheckSpec.AcceptedValues;
import dev.sluice.spec.rule.CheckSpec.Determines;
import dev.sluice.spec.rule.CheckSpec.Expected;
import dev.sluice.spec.rule.CheckSpec.Figure;
import dev.sluice.spec.rule.CheckSpec.Freshness;
import dev.sluice.spec.rule.CheckSpec.Kind;
import dev.sluice.spec.rule.CheckSpec.Limits;
import dev.sluice.spec.rule.CheckSpec.Monotonic;
import dev.sluice.spec.rule.CheckSpec.NoGaps;
import dev.sluice.spec.rule.CheckSpec.NotNull;
import dev.sluice.spec.rule.CheckSpec.NullRatio;
import dev.sluice.spec.rule.CheckSpec.Quantile;
import dev.sluice.spec.rule.CheckSpec.Range;
import dev.sluice.spec.rule.CheckSpec.Reconcile;
import dev.sluice.spec.rule.CheckSpec.References;
import dev.sluice.spec.rule.CheckSpec.RowCount;
import dev.sluice.spec.rule.CheckSpec.Share;
import dev.sluice.spec.rule.CheckSpec.Sql;
import dev.sluice.spec.rule.CheckSpec.Statistic;
import dev.sluice.spec.rule.CheckSpec.SumEquals;
import dev.sluice.spec.rule.CheckSpec.Unique;
import dev.sluice.spec.rule.SqlText;
import dev.sluice.table.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every kind of check says of rows that pass, rows that fail, and rows at the edge: the table
 * of {@code docs/checks.md}, kind by kind, in one cut and in seven.
 */
class EveryKindTest {
  private static final Limits ANY = new Limits(null, null);

  /** What is asked of other rows than those of a run: warehouse, statistics and files answer it. */
  private static final Set<Class<?>> ELSEWHERE =
      Set.of(CheckSpec.InWarehouse.class, CheckSpec.RuleInWarehouse.class, CheckSpec.Control.class);

  private @TempDir Path folder;

  /** Rows by what is special about them; columns {@code i, f, g, s, at}. */
  private static Map<String, List<String>> situations() {
    Map<String, List<String>> all = new LinkedHashMap<>();
    all.put(
        "good",
        List.of(row(1, "1", "2", "a", 1), row(2, "2", "4.5", "b", 2), row(3, "3", "6", "a", 3)));
    all.put(
        "bad",
        List.of(row(1, "9", "1", "a", 3), row(1, "-9", "2", "z", 2), row(4, "50", "-7", "a", 1)));
    all.put(
        "nulls",
        List.of(
            "(NULL::INTEGER, NULL::DOUBLE, NULL::DOUBLE, NULL::VARCHAR, NULL::TIMESTAMP)",
            "(NULL, NULL, NULL, NULL, NULL)"));
    all.put("no rows", List.of());
    all.put("one row", List.of(row(1, "1", "2", "a", 1)));
    all.put("constants", List.of(row(1, "1", "2", "a", 1), row(1, "1", "2", "a", 1)));
    all.put("NaN", List.of(row(1, "1", "2", "a", 1), row(2, "'nan'", "4", "b", 2)));
    all.put(
        "infinities",
        List.of(
            row(1, "'-inf'", "2", "a", 1), row(2, "1", "4", "b", 2), row(3, "'inf'", "6", "a", 3)));
    return all;
  }

  private static String row(int i, String f, String g, String s, int hour) {
    return "(%d, %s::DOUBLE, %s::DOUBLE, '%s', TIMESTAMP '2026-03-01 0%d:00:00')"
        .formatted(i, f, g, s, hour);
  }

  private static Limits limits(String min, String max) {
    return new Limits(min, max);
  }

  private static Kind figure(Statistic statistic, String min, String max, String... columns) {
    return new Figure(statistic, List.of(columns), limits(min, max));
  }

  private static Map<String, Kind> kinds() {
    Map<String, Kind> all = new LinkedHashMap<>();
    all.put("row_count: {min: 1, max: 3}", new RowCount(limits("1", "3"), null));
    all.put("row_count: {change: 0.5}", new RowCount(ANY, 0.5));
    all.put("not_null: [f]", new NotNull(List.of("f")));
    all.put("null_ratio: {f, max: 0.4}", new NullRatio("f", limits(null, "0.4")));
    all.put("unique: [i]", new Unique(List.of("i")));
    all.put("unique: [f]", new Unique(List.of("f")));
    all.put("references: {i: o.i}", new References("i", "o", "i"));
    all.put("references: {f: o.f}", new References("f", "o", "f"));
    all.put("range: {f, 0, 10}", new Range("f", limits("0", "10")));
    all.put("range: {f, min: 0}", new Range("f", limits("0", null)));
    all.put(
        "accepted_values: {s: [a, b]}",
        new AcceptedValues("s", List.of(new Share("a", ANY), new Share("b", ANY))));
    all.put(
        "accepted_values: {s: {a: min 0.5, b}}",
        new AcceptedValues("s", List.of(new Share("a", limits("0.5", null)), new Share("b", ANY))));
    all.put("min: {f, min: 0}", figure(Statistic.MIN, "0", null, "f"));
    all.put("max: {f, max: 10}", figure(Statistic.MAX, null, "10", "f"));
    all.put("mean: {f, 0, 3}", figure(Statistic.MEAN, "0", "3", "f"));
    all.put("sum: {f, 0, 9}", figure(Statistic.SUM, "0", "9", "f"));
    all.put("sum: {f, min: 0}", figure(Statistic.SUM, "0", null, "f"));
    all.put("mean: {f, min: 0}", figure(Statistic.MEAN, "0", null, "f"));
    all.put("stddev: {f, max: 2}", figure(Statistic.STDDEV, null, "2", "f"));
    all.put("distinct_count: {f, 1, 3}", figure(Statistic.DISTINCT_COUNT, "1", "3", "f"));
    all.put("quantile: {f, 0.5, max: 5}", new Quantile("f", 0.5, limits(null, "5")));
    all.put("correlation: {f, g, min: 0.5}", figure(Statistic.CORRELATION, "0.5", null, "f", "g"));
    all.put(
        "correlation: {f, g, spearman, min: 0.5}",
        figure(Statistic.RANK_CORRELATION, "0.5", null, "f", "g"));
    all.put("sum: {f, equals: o.f}", new SumEquals("f", "o", "f"));
    all.put("reconcile: {o}", new Reconcile(null, "o", null, "1", null));
    all.put("reconcile: {f: o.f}", new Reconcile("f", "o", "f", null, 0.5));
    all.put("freshness: {at, 8h}", new Freshness("at", Duration.ofHours(8)));
    all.put("determines: {s: [f]}", new Determines("s", List.of("f")));
    all.put("monotonic: {f, by: at}", new Monotonic("f", "at", List.of(), false));
    all.put("monotonic: {f, by: at, strict}", new Monotonic("f", "at", List.of("s"), true));
    all.put("no_gaps: {i}", new NoGaps("i", List.of()));
    all.put(
        "golden: [{i: 1, f: 1}]",
        new CheckSpec.Golden(
            "g.csv",
            List.of("i", "f"),
            List.of("i"),
            List.of(new Expected(Arrays.asList("1", "1")))));
    all.put(
        "sql: SELECT … WHERE f > 10",
        new Sql(
            new SqlText("SELECT i FROM t WHERE f > 10", CutFixture.AT, 0),
            List.of(),
            List.of("t"),
            true,
            new TableSchema(List.of(Column.of("i", "INTEGER", true)))));
    return all;
  }

  @Test
  void saysOfEverySituationWhatIsWritten() throws Exception {
    StringBuilder text = new StringBuilder();
    try (Kernel kernel =
        Kernel.open(
            new KernelSettings(
                KernelSettings.DEFAULT_MEMORY, folder + "/scratch", List.of(folder.toString())))) {
      CutFixture tables = new CutFixture(kernel, folder);
      tables.table("o", "i INTEGER, f DOUBLE", "(1, 1)", "(2, 2)", "(3, 3)", "(4, NULL)");
      Map<String, StringBuilder> lines = new LinkedHashMap<>();
      for (Map.Entry<String, List<String>> rows : situations().entrySet()) {
        tables.table(
            "t",
            "i INTEGER, f DOUBLE, g DOUBLE, s VARCHAR, \"at\" TIMESTAMP",
            rows.getValue().toArray(String[]::new));
        for (Map.Entry<String, Kind> kind : kinds().entrySet()) {
          String verdict = judge(tables, kind.getValue(), rows.getKey());
          lines
              .computeIfAbsent(kind.getKey(), name -> new StringBuilder(name + "\n"))
              .append("  %-11s %s%n".formatted(rows.getKey(), verdict));
        }
      }
      lines.values().forEach(each -> text.append(each).append('\n'));
    }
    Golden.check("checks-of-every-kind.txt", text.toString());
  }

  /** The same for one cut and seven. */
  private static String judge(CutFixture tables, Kind kind, String rows) throws StatementFailed {
    Check.Task task = new Check.Task("t", CutFixture.check(kind), List.of(), new Earlier(7, 3));
    Verdict one = tables.judge(task, 1, 0);
    Verdict seven = tables.judge(task, 7, 3);
    String said = said(one);
    assertThat(kind + " of " + rows, said(seven), is(said));
    return said;
  }

  private static String said(Verdict verdict) {
    return "%s: %s, expected %s"
        .formatted(verdict.passed() ? "pass" : "FAIL", verdict.observed(), verdict.expected());
  }

  @Test
  void leavesOutNoKind() {
    Set<String> asked =
        kinds().values().stream()
            .map(kind -> kind.getClass().getSimpleName())
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> all =
        Stream.of(Kind.class.getPermittedSubclasses())
            .filter(each -> !each.equals(CheckSpec.OfHistory.class) && !ELSEWHERE.contains(each))
            .map(Class::getSimpleName)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(asked, is(all));
    Set<Statistic> statistics =
        kinds().values().stream()
            .filter(Figure.class::isInstance)
            .map(kind -> ((Figure) kind).statistic())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(statistics, is(new TreeSet<>(List.of(Statistic.values()))));
  }
}
