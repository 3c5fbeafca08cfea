// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static dev.sluice.fixture.Pipelines.query;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks against earlier runs of tables that are at the edge, and of runs that were rejected. */
class HistoryEdgesRunTest {
  private static final String CHECKS =
      """
          source: {csv: "NAME.csv"}
          load: replace
          columns: {n: int, t: text, x: double, day: timestamp}
          checks:
            - drift: {column: x, baseline: {runs: 1}}
            - drift: {column: day, compare: psi, baseline: {runs: 1}}
            - drift: {column: n, compare: l_infinity, baseline: {runs: 1}}
            - drift: {column: t, compare: chi_square, baseline: {runs: 1}}
            - new_values: {column: t, baseline: {runs: 1}}
            - anomaly: {of: rows, change: 0.5, baseline: {runs: 1}}
            - anomaly: {of: mean, column: x, change: 0.5, baseline: {runs: 1}}
            - anomaly: {of: null_ratio, column: t, difference: 0.5, baseline: {runs: 1}}
      """;

  /** NaN in a third of the rows, and infinities in another one. */
  private static final String ODD =
      "SELECT n, t, CASE n % 3 WHEN 0 THEN x WHEN 1 THEN 'nan' ELSE 'inf' END::DOUBLE AS x, day FROM many";

  private @TempDir Path folder;

  private void spec(String... tables) {
    StringBuilder spec =
        new StringBuilder(
            "name: edges\nlake: lake\nwarehouse: duckdb:edges.duckdb\npublish: {approve: manual}\ntables:\n");
    for (String table : tables) {
      spec.append("  ").append(table).append(":\n");
      CHECKS.replace("NAME", table).lines().forEach(line -> spec.append(line).append('\n'));
    }
    String odd = CHECKS.lines().skip(3).collect(Collectors.joining("\n"));
    spec.append("models:\n  odd:\n    sql: ").append(ODD).append('\n').append(odd).append('\n');
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        spec.toString().replaceAll("(?m)^      - (.*)$", "      - $1\n        severity: warn"));
  }

  private void rows(String table, int count, String row) {
    Pipelines.write(folder.resolve(table + ".csv"), "n,t,x,day\n" + (row + "\n").repeat(count));
  }

  /** Rows of which no two are alike. */
  private void many(int from) {
    StringBuilder csv = new StringBuilder("n,t,x,day\n");
    for (int i = from; i < 600; i++) {
      csv.append("%d,t%d,%d,2026-01-%02d\n".formatted(i, i, i, 1 + i % 28));
    }
    Pipelines.write(folder.resolve("many.csv"), csv.toString());
  }

  private Map<String, String> observed(String table) {
    Map<String, String> all = new TreeMap<>();
    for (JsonNode check :
        Pipelines.sluice("check", "list", folder.toString(), "--json").json().path("checks")) {
      // A sketch of many values throws coins.
      String observed =
          check.path("observed").asText().replaceAll("psi 0\\.000\\d+", "psi about 0");
      boolean isOwn = check.path("table").asText().equals(table);
      if (isOwn && !check.path("check").asText().startsWith("tolerate")) {
        all.put(
            check.path("check").asText().replaceAll("[{},:]", "").replace("column ", ""),
            (check.path("passed").asBoolean() ? "" : "NOT ") + observed);
      }
    }
    return all;
  }

  @Test
  void whatIsAtTheEdgeIsDefined() {
    spec("none", "one", "same", "empty", "many");
    rows("none", 0, "");
    rows("one", 1, "1,a,1.5,2026-01-01");
    rows("same", 40, "1,a,1.5,2026-01-01");
    many(0);
    rows("empty", 40, ",,,2026-01-01");
    Ran first = Pipelines.run(folder);
    assertThat(observed("same").get("drift x"), is("no baseline yet (0 of 1 runs)"));
    assertThat(observed("none").get("drift x"), is("NOT cannot be computed: no values"));
    rows("same", 41, "1,a,1.5,2026-01-01");
    rows("one", 1, "2,b,9,2027-01-01");
    many(1);
    rows("empty", 41, ",,,2026-01-01");
    Ran second = Pipelines.run(folder);
    assertThat(
        observed("none"),
        is(
            told(
                "NOT cannot be computed: no values",
                "NOT cannot be computed: no rows",
                Map.of("anomaly of rows change 0.5", "no baseline yet (0 of 1 runs)"))));
    assertThat(
        observed("one"),
        is(
            told(
                "NOT cannot be computed: 1 values and 1 of the baseline are too few",
                "0",
                Map.of(
                    "new_values t", "NOT 1 of them: b",
                    "anomaly of rows change 0.5", "1",
                    "anomaly of mean x change 0.5", "NOT 9"))));
    assertThat(
        observed("same"),
        is(
            told(
                "",
                "0",
                Map.of(
                    "drift x", "ks 0 (41 values, 40 before)",
                    "drift day compare psi", "psi 0 (41 values, 40 before)",
                    "drift n compare l_infinity", "l_infinity 0 (41 values, 40 before)",
                    "drift t compare chi_square", "chi_square 0, p = 1.000 (41 values, 40 before)",
                    "new_values t", "0 of them",
                    "anomaly of rows change 0.5", "41",
                    "anomaly of mean x change 0.5", "1.5"))));
    assertThat(
        observed("empty"),
        is(
            told(
                "NOT cannot be computed: no values",
                "1",
                Map.of(
                    "drift day compare psi", "psi 0 (41 values, 40 before)",
                    "anomaly of rows change 0.5", "41",
                    "anomaly of mean x change 0.5", "NOT cannot be computed: no values"))));
    assertThat(
        observed("odd"),
        is(
            told(
                "NOT cannot be computed: no value is there often enough to be compared",
                "0",
                Map.of(
                    "drift x", "ks 0.00167 (599 values, 600 before)",
                    "drift day compare psi", "psi about 0 (599 values, 600 before)",
                    "new_values t", "0 of them",
                    "anomaly of rows change 0.5", "599",
                    "anomaly of mean x change 0.5",
                        "NOT cannot be computed: NaN in 200 of 599 values"))));

    Ran rejected =
        Pipelines.sluice(
            "promote", "reject", folder.toString(), "--why", "no", "--by", "ann", "--run", "2");
    assertThat(rejected.toString(), rejected.exit(), is(0));
    rows("same", 70, "1,a,1.5,2026-01-01");
    Ran third = Pipelines.run(folder);
    assertThat(observed("same").get("drift x"), is("ks 0 (70 values, 40 before)"));
    assertThat(observed("same").get("anomaly of rows change 0.5"), is("NOT 70"));
    JsonNode told =
        Pipelines.sluice(
                "query",
                folder.toString(),
                "SELECT DISTINCT run FROM sluice.column_stats ORDER BY 1",
                "--json")
            .json();
    assertThat(told.path("rows").toString(), is("[{\"run\":1},{\"run\":3}]"));
    String database = folder.resolve("edges.duckdb").toString();
    String rows =
        "SELECT run, count(*) FROM sluice.%s WHERE table_name IN ('same', 'one') GROUP BY ALL ORDER BY 1";
    assertThat(query(database, rows.formatted("runs")), is(List.of("1|2", "3|2")));
    assertThat(query(database, rows.formatted("checks")), is(List.of("1|18", "3|18")));
    assertThat(query(database, rows.formatted("column_stats")), is(List.of("1|12", "3|12")));
    assertThat(
        query(
            database,
            "SELECT value, passed FROM sluice.checks WHERE run = 3 AND table_name = 'same' AND check_name LIKE '%of: rows%'"),
        is(List.of("70.0|false")));

    List<String> unused = query(database, "DROP TABLE sluice.checks");
    rows("same", 71, "1,a,1.5,2026-01-01");
    Ran fourth = Pipelines.run(folder);
    assertThat(query(database, rows.formatted("runs")), is(List.of("1|2", "3|2", "4|2")));
    assertThat(query(database, rows.formatted("checks")), is(List.of("1|18", "3|18", "4|18")));
  }

  /** What most checks say, what that of nulls does, and what others do. */
  private static Map<String, String> told(String most, String nulls, Map<String, String> others) {
    Map<String, String> all = new TreeMap<>();
    all.put("drift x", most);
    all.put("drift day compare psi", most);
    all.put("drift n compare l_infinity", most);
    all.put("drift t compare chi_square", most);
    all.put("new_values t", most);
    all.put("anomaly of mean x change 0.5", nulls);
    all.put("anomaly of null_ratio t difference 0.5", nulls);
    all.putAll(others);
    return all;
  }
}
