// SPDX-License-Identifier: Apache-2.0
package dev.sluice.history;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sluice.error.issue.Position;
import dev.sluice.fixture.Columns;
import dev.sluice.fixture.GrowingLake;
import dev.sluice.history.HistoryChecks.When;
import dev.sluice.history.HistoryJudge.Now;
import dev.sluice.spec.history.Baseline;
import dev.sluice.spec.history.Metric;
import dev.sluice.spec.history.Rows;
import dev.sluice.spec.history.Usual;
import dev.sluice.spec.rule.CheckSpec;
import dev.sluice.spec.rule.CheckSpec.Allowance;
import dev.sluice.spec.rule.CheckSpec.Anomaly;
import dev.sluice.spec.rule.CheckSpec.Drift;
import dev.sluice.spec.rule.CheckSpec.NewValues;
import dev.sluice.spec.rule.CheckSpec.OfHistory;
import dev.sluice.spec.rule.CheckSpec.Terms;
import dev.sluice.spec.rule.Consequence;
import dev.sluice.stats.ColumnStats;
import dev.sluice.stats.TableStats;
import dev.sluice.table.Verdict;
import dev.sluice.table.log.Manifest.Inputs.Kind;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run brought to a table that grows is held against what each earlier run brought. */
class NewRowsJudgeTest {
  private static final Baseline LAST = new Baseline.Window(7, 3);
  private static final Usual TENTH = new Usual.Change(0.1);

  private @TempDir Path folder;

  private static ColumnStats hundred(int from) {
    return Columns.numbers(IntStream.range(from, from + 100).asDoubleStream().toArray());
  }

  private static ColumnStats same(int rows, double value) {
    double[] values = new double[rows];
    Arrays.fill(values, value);
    return Columns.numbers(values);
  }

  private static Drift drift(Rows rows) {
    return new Drift("a", null, null, LAST, rows);
  }

  private static Anomaly anomaly(Metric metric, Rows rows) {
    return new Anomaly(metric, "a", TENTH, LAST, rows);
  }

  private GrowingLake lake(int runs, ColumnStats each) {
    GrowingLake lake = new GrowingLake(folder);
    IntStream.range(0, runs).forEach(i -> lake.run(each));
    return lake;
  }

  private static String judged(GrowingLake lake, OfHistory asked, ColumnStats column) {
    return judged(lake, asked, column, new When(Kind.RUN, 0), Terms.NONE);
  }

  private static String judged(
      GrowingLake lake, OfHistory asked, ColumnStats column, When when, Terms terms) {
    TableStats came = GrowingLake.batch(column);
    CheckSpec check =
        new CheckSpec("c", Consequence.FAIL, new Position("pipeline.yaml", 1, 1), terms, asked);
    Now now =
        new Now(
            lake.next(came),
            (state, rows) -> Optional.of(rows == Rows.NEW ? came : lake.all().plus(came)),
            when);
    Verdict verdict = new HistoryJudge(check, now, Past.upTo(lake.root(), lake.number())).verdict();
    return (verdict.passed() ? "" : "NOT ") + verdict.observed() + " | " + verdict.expected();
  }

  @Test
  void aBatchThatMovesIsSeenThoughTheTableHidesIt() {
    GrowingLake lake = lake(20, hundred(0));
    assertThat(
        judged(lake, drift(Rows.NEW), hundred(200)),
        is(
            "NOT ks 1 (100 values, 700 before) | at most 0.1 (by chance 0.226), as in the new rows of 7 runs (14 to 20)"));
    assertThat(
        judged(lake, drift(Rows.ALL), hundred(200))
            .replaceFirst("ks 0\\.0[45]\\d+", "ks about 0.05"),
        is("ks about 0.05 (2100 values, 11900 before) | at most 0.1, as in 7 runs (14 to 20)"));
    assertThat(
        judged(lake, anomaly(Metric.MEAN, Rows.NEW), hundred(40)),
        is("NOT 89.5 | 44.55 to 54.45 (about 49.5), as in the new rows of 7 runs (14 to 20)"));
    assertThat(
        judged(lake, anomaly(Metric.MEAN, Rows.ALL), hundred(40)),
        is("51.4048 | 44.55 to 54.45 (about 49.5), as in 7 runs (14 to 20)"));
    assertThat(
        judged(lake, anomaly(Metric.MEAN, Rows.NEW), hundred(1)),
        is("50.5 | 44.55 to 54.45 (about 49.5), as in the new rows of 7 runs (14 to 20)"));
  }

  @Test
  void aValueThatIsNewIsNewThoughFewRowsHaveIt() {
    GrowingLake lake = lake(3, Columns.texts(0, Map.of("paid", 60L, "open", 40L)));
    ColumnStats now = Columns.texts(0, Map.of("paid", 97L, "lost", 3L));
    NewValues ofNew = new NewValues("a", 0.01, LAST, Rows.NEW);
    NewValues ofAll = new NewValues("a", 0.01, LAST, Rows.ALL);
    assertThat(
        judged(lake, ofNew, now),
        is("NOT 0.03 of them: lost | at most 0.01 of them, as in the new rows of 3 runs (1 to 3)"));
    assertThat(
        judged(lake, ofAll, now),
        is("0.0075 of them: lost | at most 0.01 of them, as in 3 runs (1 to 3)"));
  }

  @Test
  void whatCannotBeJudgedSaysWhy() {
    GrowingLake lake = lake(2, hundred(0));
    String expected = " | no drift, as in the new rows of the last 7 runs";
    assertThat(
        judged(lake, drift(Rows.NEW), hundred(0)), is("no baseline yet (2 of 3 runs)" + expected));
    lake.run(hundred(0));
    assertThat(
        judged(lake, drift(Rows.NEW), Columns.numbers()), is("not judged: no new rows" + expected));
    assertThat(
        judged(
            lake,
            drift(Rows.NEW),
            hundred(0),
            new When(Kind.RUN, 0),
            new Terms(null, Allowance.NONE, 101, 5, false)),
        is("not judged: 100 of at least 101 new rows" + expected));
    for (Kind kind : new Kind[] {Kind.REPLAY, Kind.BACKFILL}) {
      assertThat(
          judged(lake, drift(Rows.NEW), hundred(0), new When(kind, 0), Terms.NONE),
          is("not judged: the run takes in no new files" + expected));
      assertThat(
          judged(lake, anomaly(Metric.MEAN, Rows.NEW), hundred(0), new When(kind, 0), Terms.NONE),
          is(
              "not judged: the run takes in no new files | change: 0.1, as in the new rows of the last 7 runs"));
    }
  }

  @Test
  void edgesOfABatchAreThoseOfTables() {
    GrowingLake lake = lake(3, hundred(0));
    String none = " | no drift, as in the new rows of the last 7 runs";
    String runs = ", as in the new rows of 3 runs (1 to 3)";
    String near = "44.55 to 54.45 (about 49.5)" + runs;
    String unknown = " | change: 0.1, as in the new rows of the last 7 runs";
    assertThat(
        judged(lake, drift(Rows.NEW), Columns.numbersAndNulls(50)),
        is("NOT cannot be computed: no values" + none));
    assertThat(
        judged(lake, anomaly(Metric.MEAN, Rows.NEW), Columns.numbersAndNulls(50)),
        is("NOT cannot be computed: no values" + unknown));
    assertThat(
        judged(lake, anomaly(Metric.MEAN, Rows.NEW), Columns.numbers(1, Double.NaN)),
        is("NOT cannot be computed: NaN in 1 of 2 values" + unknown));
    assertThat(
        judged(lake, drift(Rows.NEW), Columns.numbers(1)),
        is(
            "NOT cannot be computed: 1 values and 300 of the baseline are too few | at most 0.1"
                + runs));
    assertThat(
        judged(lake, anomaly(Metric.MEAN, Rows.NEW), Columns.numbers(50)), is("50 | " + near));
    assertThat(
        judged(lake, anomaly(Metric.STDDEV, Rows.NEW), Columns.numbers(50)),
        is("NOT cannot be computed: one value has no deviation" + unknown));
    assertThat(
        judged(lake, anomaly(Metric.NULL_RATIO, Rows.NEW), Columns.numbersAndNulls(1, 1, 2, 3)),
        is("NOT 0.25 | 0 to 0 (about 0)" + runs));
  }

  @Test
  void aConstantIsTheSameOrAnother() {
    GrowingLake lake = lake(3, same(50, 4));
    String expected = " | at most 0.1 (by chance 0.318), as in the new rows of 3 runs (1 to 3)";
    assertThat(
        judged(lake, drift(Rows.NEW), same(50, 4)), is("ks 0 (50 values, 150 before)" + expected));
    assertThat(
        judged(lake, drift(Rows.NEW), same(50, 5)),
        is("NOT ks 1 (50 values, 150 before)" + expected));
  }

  /** Merged files, runs that bring nothing, replays and backfills stand between. */
  @Test
  void onlyRunsThatBroughtRowsAreHistory() {
    GrowingLake lake = lake(2, hundred(0));
    lake.compact();
    lake.keep();
    lake.come(Kind.REPLAY, hundred(1000), true);
    lake.come(Kind.BACKFILL, hundred(1000), true);
    lake.run(hundred(0));
    lake.compact();
    assertThat(
        judged(lake, anomaly(Metric.MEAN, Rows.NEW), hundred(0)),
        is("49.5 | 44.55 to 54.45 (about 49.5), as in the new rows of 3 runs (1 to 7)"));
  }

  /** Of the first run alone it is known, without that, which rows came with it. */
  @Test
  void runsOfEarlierReleasesDoNotTellWhatCame() {
    GrowingLake lake = new GrowingLake(folder);
    IntStream.range(0, 3).forEach(i -> lake.come(Kind.RUN, hundred(0), false));
    String unknown = " | change: 0.1, as in the new rows of the last 7 runs";
    assertThat(
        judged(lake, anomaly(Metric.MEAN, Rows.NEW), hundred(0)),
        is("no baseline yet (1 of 3 runs)" + unknown));
    lake.run(hundred(2));
    lake.run(hundred(2));
    assertThat(
        judged(lake, anomaly(Metric.MEAN, Rows.NEW), hundred(0)),
        is("49.5 | 46.35 to 56.65 (about 51.5), as in the new rows of 3 runs (1 to 5)"));
    Anomaly ofRun = new Anomaly(Metric.MEAN, "a", TENTH, new Baseline.Named("2"), Rows.NEW);
    assertThat(
        judged(lake, ofRun, hundred(0)),
        is(
            "NOT cannot be computed: run 2 does not tell it of its new rows | change: 0.1, as in the new rows of run 2"));
  }

  @Test
  void productionIsWhatItGotLast() {
    GrowingLake lake = lake(2, hundred(0));
    lake.run(hundred(10));
    lake.compact();
    lake.keep();
    lake.run(hundred(500));
    Anomaly asked = new Anomaly(Metric.MEAN, "a", TENTH, new Baseline.Production(), Rows.NEW);
    assertThat(
        judged(lake, asked, hundred(10), new When(Kind.RUN, 5), Terms.NONE),
        is("59.5 | 53.55 to 65.45 (about 59.5), as in the new rows of production (run 3)"));
    assertThat(
        judged(lake, asked, hundred(10), new When(Kind.RUN, 0), Terms.NONE),
        is(
            "no baseline yet (production does not show the table) | change: 0.1, as in the new rows of production"));
  }

  /** What came with a run is one file, or seven that were described on their own. */
  @Test
  void howABatchIsCutChangesNothing() {
    GrowingLake lake = lake(3, hundred(0));
    ColumnStats sum = ColumnStats.none("DOUBLE");
    for (int i = 0; i < 7; i++) {
      double[] piece = IntStream.range(200 + 15 * i, 215 + 15 * i).asDoubleStream().toArray();
      sum = Columns.numbers(piece).plus(sum);
    }
    ColumnStats whole = Columns.numbers(IntStream.range(200, 305).asDoubleStream().toArray());
    for (OfHistory asked :
        new OfHistory[] {
          drift(Rows.NEW),
          anomaly(Metric.MEAN, Rows.NEW),
          anomaly(Metric.STDDEV, Rows.NEW),
          anomaly(Metric.DISTINCT_COUNT, Rows.NEW)
        }) {
      assertThat(judged(lake, asked, sum), is(judged(lake, asked, whole)));
    }
    assertThat(
        judged(lake, drift(Rows.NEW), sum),
        is(
            "NOT ks 1 (105 values, 300 before) | at most 0.1 (by chance 0.238), as in the new rows of 3 runs (1 to 3)"));
  }
}
