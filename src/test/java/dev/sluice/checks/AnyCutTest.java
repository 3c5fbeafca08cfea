// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

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
import dev.sluice.spec.rule.CheckSpec.Golden;
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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One file or seven, one shard or seven: what a check says is the same, to its last digit. */
class AnyCutTest {
  private static final Limits LIMITS = new Limits("0", "100");

  private static List<Kind> kinds() {
    List<Kind> kinds = new ArrayList<>();
    for (Statistic statistic :
        List.of(Statistic.MIN, Statistic.MAX, Statistic.MEAN, Statistic.SUM, Statistic.STDDEV)) {
      for (String column : List.of("i", "d", "f", "far")) {
        kinds.add(new Figure(statistic, List.of(column), LIMITS));
      }
    }
    kinds.add(new Figure(Statistic.CORRELATION, List.of("f", "far"), LIMITS));
    kinds.add(new Figure(Statistic.RANK_CORRELATION, List.of("f", "far"), LIMITS));
    kinds.add(new Figure(Statistic.DISTINCT_COUNT, List.of("f"), LIMITS));
    kinds.add(new Quantile("f", 0.37, LIMITS));
    kinds.add(new RowCount(new Limits(null, "10"), null));
    kinds.add(new NotNull(List.of("f", "s")));
    kinds.add(new NullRatio("s", new Limits(null, "0.01")));
    kinds.add(new Unique(List.of("i", "s")));
    kinds.add(new References("i", "u", "id"));
    kinds.add(new Range("f", new Limits("-50", "50")));
    kinds.add(new AcceptedValues("s", List.of(new Share("a", new Limits(null, null)))));
    kinds.add(
        new AcceptedValues(
            "s",
            List.of(
                new Share("a", new Limits("0.9", null)), new Share("b", new Limits(null, null)))));
    kinds.add(new Freshness("w", Duration.ofDays(1)));
    kinds.add(new Determines("i", List.of("s")));
    kinds.add(new Monotonic("f", "w", List.of("i"), true));
    kinds.add(new Monotonic("f", "w", List.of(), false));
    kinds.add(new NoGaps("i", List.of("s")));
    kinds.add(new SumEquals("f", "u", "v"));
    kinds.add(new Reconcile(null, "u", null, null, 0.1));
    kinds.add(
        new Golden(
            "e.csv",
            List.of("i", "s"),
            List.of("i"),
            List.of(new Expected(List.of("1", "nowhere")), new Expected(List.of("2", "a")))));
    SqlText sql = new SqlText("SELECT i, s FROM t WHERE f > 99", CutFixture.AT, 0);
    TableSchema output =
        new TableSchema(List.of(Column.of("i", "INTEGER", true), Column.of("s", "VARCHAR", true)));
    kinds.add(new Sql(sql, List.of(), List.of("t"), true, output));
    SqlText grouped =
        new SqlText(
            "SELECT i, min(s) AS s FROM t GROUP BY i HAVING count(*) > 30", CutFixture.AT, 0);
    kinds.add(new Sql(grouped, List.of("i"), List.of("t"), false, output));
    return kinds;
  }

  @Test
  void saysTheSameForAnyCut(@TempDir Path folder) throws StatementFailed {
    KernelSettings settings =
        new KernelSettings(
            KernelSettings.DEFAULT_MEMORY, folder + "/scratch", List.of(folder.toString()));
    try (Kernel kernel = Kernel.open(settings)) {
      kernel.execute("SELECT setseed(0.42)");
      CutFixture tables =
          new CutFixture(kernel, folder)
              .made(
                  "t",
                  """
                  SELECT (random() * 20)::INTEGER AS i, (random() * 200 - 100)::DECIMAL(12,2) AS d,
                    CASE WHEN random() > 0.05 THEN random() * 200 - 100 END AS f,
                    1e9 + random() AS far,
                    CASE WHEN random() > 0.05 THEN chr(97 + (random() * 3)::INTEGER) END AS s,
                    TIMESTAMP '2026-02-01' + to_seconds((random() * 1e6)::BIGINT) AS w
                  FROM range(600)""")
              .made("u", "SELECT range + 3 AS id, random() AS v FROM range(15)");
      for (Kind kind : kinds()) {
        CheckSpec check = CutFixture.check(kind);
        String whole = CutFixture.text(tables.judge(check, 1, 0));
        for (long seed = 1; seed <= 3; seed++) {
          String cut = CutFixture.text(tables.judge(check, 7, seed));
          assertThat(kind + " by seed " + seed, cut, is(whole));
        }
      }
    }
  }
}
