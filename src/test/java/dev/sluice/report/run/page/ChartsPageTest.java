// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.run.page;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import dev.sluice.fixture.Pipelines;
import dev.sluice.lineage.Lineage;
import dev.sluice.report.run.ResultPlaces;
import dev.sluice.report.run.RunReport;
import dev.sluice.report.stats.page.TableValues;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.parse.SpecParser;
import dev.sluice.stats.ColumnStats;
import dev.sluice.stats.TableStats;
import dev.sluice.stats.measure.Counts;
import dev.sluice.stats.measure.Gaps;
import dev.sluice.stats.measure.Lengths;
import dev.sluice.stats.measure.Moments;
import dev.sluice.stats.measure.Range;
import dev.sluice.stats.measure.Shapes;
import dev.sluice.stats.sketch.Distinct;
import dev.sluice.stats.sketch.Frequent;
import dev.sluice.stats.sketch.Quantiles;
import dev.sluice.stats.sketch.Sample;
import dev.sluice.stats.sketch.Sketches;
import dev.sluice.table.RowCounts;
import dev.sluice.table.TableState;
import dev.sluice.table.Verdict;
import dev.sluice.table.log.Manifest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.apache.datasketches.theta.UpdateSketch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The charts of a page: how checks went in many runs, and what columns were and are. */
class ChartsPageTest {
  private static final double DAY = 86_400e6;
  private static final double NEW_YEAR = 20_454 * DAY;

  @TempDir private Path folder;

  @Test
  void drawsHowChecksWentWithWhatWasAskedForAndWhereTheyFailed() {
    Map<String, ColumnStats> now = columns(1);
    String html = Pages.keep("charts", page(now, columns(0.9)));
    assertThat(
        html,
        allOf(
            containsString("<pre>run\tfigure\tat least\tat most\n1\t30\t20\t40\n2\t31\t20\t40\n"),
            containsString("\n13\t42\t20\t40\tfailed\n"),
            containsString("\n21\t29\t20\t40</pre>"),
            containsString("\n21\t1,020\t500</pre>"),
            containsString("\n5\t2\t\t0\tfailed\n"),
            containsString("<svg class=\"past\" viewBox=\"0 0 168 16\" role=\"img\""),
            containsString("<pre id=\"runs\" hidden>1\t2026-01-01 06:30\n"),
            containsString("<span class=\"now\">bars: this run</span> <span class=\"was\">")));
    assertThat(html.split("<div class=\"chart past\"", -1).length - 1, is(3));
    assertThat(html.split("<div class=\"chart bins\"", -1).length - 1, is(now.size()));
  }

  @Test
  void staysBelowAMegabyteWithFiveHundredColumns() {
    Map<String, ColumnStats> now = new LinkedHashMap<>();
    Map<String, ColumnStats> before = new LinkedHashMap<>();
    IntStream.range(0, 500)
        .forEach(
            i -> {
              now.put("column_" + i, i % 4 == 0 ? moments(1) : amounts(1 + i / 100.0));
              before.put("column_" + i, i % 4 == 0 ? moments(0.9) : amounts(1 + i / 90.0));
            });
    String html = Pages.keep("wide", page(now, before));
    assertThat(html.split("<div class=\"chart bins\"", -1).length - 1, is(500));
    assertThat(html.getBytes(StandardCharsets.UTF_8).length, lessThan(1_000_000));
  }

  private String page(Map<String, ColumnStats> now, Map<String, ColumnStats> before) {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        "name: shop\nlake: lake\ntables:\n"
            + "  orders: {source: {csv: t.csv}, columns: {id: bigint}}\n");
    PipelineSpec spec = Objects.requireNonNull(SpecParser.parse(folder).spec());
    List<Manifest> past =
        IntStream.range(0, 20).mapToObj(i -> run(20 - i, now)).toList(); // newest first
    Manifest run = run(21, now);
    RunMaterial material =
        new RunMaterial(
            spec,
            past.get(0),
            past,
            List.of(),
            null,
            new Lineage(Map.of()),
            new TableValues(
                Map.of("orders", new TableStats(1_000, now)),
                Map.of("orders", new TableStats(900, before))),
            List.of(),
            List.of());
    return RunPage.of(new RunReport(run, ResultPlaces.of(spec)), material);
  }

  private static Manifest run(int number, Map<String, ColumnStats> columns) {
    String day = "2026-01-%02dT".formatted(number);
    Manifest.Stamp stamp =
        new Manifest.Stamp(
            "%012d".formatted(number),
            "01234567",
            day + "06:30:00Z",
            day + "06:30:00Z",
            day + "06:31:00Z",
            "",
            new Manifest.Inputs(Manifest.Inputs.Kind.RUN, "", "", "", number - 1),
            "");
    TableSchema schema =
        new TableSchema(
            columns.entrySet().stream()
                .map(each -> Column.of(each.getKey(), each.getValue().type(), true))
                .toList());
    TableState orders =
        TableState.of(
            "orders",
            TableState.Kind.TYPED,
            schema,
            new RowCounts(1_000, 1_000, 0, 0, 0, 1_000),
            new TableState.Data(List.of(), List.of()));
    return new Manifest(
        Manifest.VERSION,
        number,
        "shop",
        stamp,
        Manifest.Outcome.PUBLISHED,
        List.of(orders),
        verdicts(number),
        "");
  }

  private static List<Verdict> verdicts(int run) {
    int[] means = {
      30, 31, 29, 33, 32, 30, 34, 28, 31, 30, 33, 36, 42, 35, 33, 31, 30, 32, 28, 30, 29
    };
    int mean = means[run - 1];
    int twice = run == 5 || run == 17 ? 2 : 0;
    return List.of(
        verdict("mean: {amount, 20 to 40}", mean <= 40, Integer.toString(mean), "20 to 40"),
        verdict("row_count: {min: 500}", true, 600 + 20 * run + " rows", "at least 500"),
        verdict("unique: [id]", twice == 0, twice + " duplicates", "0 duplicates"),
        verdict("freshness", run != 8, run == 8 ? "late" : "in time", "in time"));
  }

  private static Verdict verdict(String check, boolean isPassed, String observed, String expected) {
    return new Verdict("orders", check, "warn", isPassed, observed, expected);
  }

  /** A column of each kind, the values of which are so many times as great. */
  private static Map<String, ColumnStats> columns(double times) {
    Map<String, ColumnStats> columns = new LinkedHashMap<>();
    columns.put("amount", amounts(times));
    columns.put("quantity", drawn("INTEGER", x -> 1 + Math.floor(6 * times * x * x)));
    columns.put("views", drawn("BIGINT", x -> Math.floor(4_000_000 * times * x * x)));
    columns.put("balance", drawn("DOUBLE", x -> 2_000 * times * (x - 0.4)));
    columns.put("tiny", drawn("DOUBLE", x -> 0.000_02 * times * x));
    columns.put("placed_at", moments(times));
    columns.put("ordered", drawn("DATE", x -> NEW_YEAR + DAY * Math.floor(12 * times * x)));
    columns.put("born", drawn("DATE", x -> DAY * Math.floor(14_000 * times * x)));
    columns.put("shipped_at", drawn("TIMESTAMPTZ", x -> NEW_YEAR + 90 * DAY * times * x));
    columns.put("second", drawn("TIMESTAMPTZ", x -> NEW_YEAR + 9e6 * times * x));
    columns.put("constant", drawn("INTEGER", x -> 7));
    columns.put("far", drawn("DOUBLE", x -> x < 0.5 ? -1.7e308 : 1.7e308));
    columns.put("ancient", drawn("TIMESTAMP", x -> -4e17 + 1e17 * x));
    return columns;
  }

  private static ColumnStats amounts(double times) {
    return drawn("DOUBLE", x -> 20 * times * Math.exp(1.2 * x * x + 0.2 * x));
  }

  private static ColumnStats moments(double times) {
    return drawn("TIMESTAMPTZ", x -> NEW_YEAR + DAY * times * Math.sqrt(x));
  }

  private static ColumnStats drawn(String type, DoubleUnaryOperator value) {
    Random random = new Random(7);
    double[] values =
        IntStream.range(0, 900)
            .mapToDouble(i -> value.applyAsDouble(random.nextDouble()))
            .toArray();
    UpdateSketch distinct = Distinct.feed();
    for (double each : values) {
      distinct.update(each);
    }
    return new ColumnStats(
        type,
        Counts.of(values.length + 100, 100),
        Range.NONE,
        Moments.of(values, null, values.length),
        Lengths.NONE,
        Gaps.NONE,
        Shapes.NONE,
        new Sketches(
            Distinct.of(distinct),
            Quantiles.of(values),
            Frequent.NONE,
            Sample.of(values.length, values.length)));
  }
}
