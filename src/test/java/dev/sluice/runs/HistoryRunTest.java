// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import dev.sluice.history.Past;
import dev.sluice.history.told.CheckPoint;
import dev.sluice.table.log.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are held against those before them. */
class HistoryRunTest {
  private static final String SPEC =
      """
      name: shop
      lake: lake
      tables:
        orders:
          source: {csv: "orders.csv"}
          load: replace
          columns:
            id: bigint!
            status: text
            amount: double
            email: {type: text, pii: true}
          checks:
            - drift: {column: amount, baseline: {runs: 3, at_least: 2}}
            - drift: {column: status, baseline: {run: 1}}
              severity: warn
            - new_values: {column: status, baseline: {runs: 3, at_least: 2}}
            - anomaly: {of: rows, change: 0.3, baseline: {runs: 3, at_least: 2}}
            - anomaly: {of: null_ratio, column: email, difference: 0.05, baseline: {runs: 2}}
            - anomaly: {of: mean, column: amount, baseline: {runs: 3, at_least: 2}}
              severity: warn
            - anomaly: {of: new_rows, change: 0.1, baseline: production}
              severity: warn
            - anomaly: {of: median, column: amount, z_score: 4, baseline: {runs: 3, at_least: 2}}
              min_sample: 1000
      """;

  private @TempDir Path folder;

  /** Rows whose amounts begin at a number, every so-manyth without an e-mail. */
  private void write(int rows, int from, int nulls, String... statuses) {
    StringBuilder csv = new StringBuilder("id,status,amount,email\n");
    for (int i = 0; i < rows; i++) {
      csv.append(i)
          .append(',')
          .append(statuses[i % statuses.length])
          .append(',')
          .append(from + i % 50)
          .append(',')
          .append(i % nulls == 0 ? "" : "a" + i + "@x.ch")
          .append('\n');
    }
    Pipelines.write(folder.resolve("orders.csv"), csv.toString());
  }

  private JsonNode check(String name) {
    Ran ran = Pipelines.sluice("check", "list", folder.toString(), "--json");
    for (JsonNode check : ran.json().path("checks")) {
      if (check.path("check").asText().startsWith(name)) {
        return check;
      }
    }
    throw new AssertionError(name + " is none of " + ran.out());
  }

  private void observed(String name, boolean passed, String observed, String expected) {
    JsonNode check = check(name);
    assertThat(check.toString(), check.path("observed").asText(), is(observed));
    assertThat(check.toString(), check.path("expected").asText(), is(expected));
    assertThat(check.toString(), check.path("passed").asBoolean(), is(passed));
  }

  @Test
  void comparesWithWhatAcceptedRunsLeft() throws IOException {
    Pipelines.write(folder.resolve("pipeline.yaml"), SPEC);
    write(200, 0, 10, "new", "paid");
    Ran unused = Pipelines.run(folder);
    for (String name : List.of("drift: {column: amount}", "new_values", "anomaly: {of: rows")) {
      assertThat(check(name).path("observed").asText(), is("no baseline yet (0 of 2 runs)"));
      assertThat(check(name).path("passed").asBoolean(), is(true));
    }
    observed(
        "drift: {column: amount}",
        true,
        "no baseline yet (0 of 2 runs)",
        "no drift, as in the last 3 runs");
    observed(
        "anomaly: {of: new_rows",
        true,
        "no baseline yet (production does not show the table)",
        "change: 0.1, as in production");
    observed(
        "drift: {column: status, run: 1}",
        false,
        "cannot be computed: there is no accepted run 1",
        "no drift, as in run 1");

    write(210, 1, 10, "new", "paid");
    Ran second = Pipelines.run(folder);
    observed(
        "drift: {column: amount}",
        true,
        "no baseline yet (1 of 2 runs)",
        "no drift, as in the last 3 runs");
    observed(
        "drift: {column: status, run: 1}",
        true,
        "jensen_shannon 0 (210 values, 200 before)",
        "at most 0.1 (by chance 0.138), as in run 1");
    observed(
        "anomaly: {of: new_rows", true, "210", "180 to 220 (about 200), as in production (run 1)");
    observed(
        "anomaly: {of: median",
        true,
        "not judged: 210 of at least 1000 rows",
        "z_score: 4, as in the last 3 runs");

    write(205, 0, 10, "new", "paid");
    Ran third = Pipelines.run(folder);
    observed(
        "drift: {column: amount}",
        true,
        "ks 0.0244 (205 values, 410 before)",
        "at most 0.1 (by chance 0.201), as in 2 runs (1 to 2)");
    observed(
        "anomaly: {of: rows", true, "205", "143.5 to 266.5 (about 205), as in 2 runs (1 to 2)");

    write(100, 40, 5, "new", "paid", "lost");
    Ran failed = Pipelines.sluice("run", folder.toString(), "--quiet");
    assertThat(failed.toString(), failed.exit(), is(1));
    assertThat(failed.out(), containsString("status=lost (33 rows)"));
    observed(
        "drift: {column: amount}",
        false,
        "ks 0.798 (100 values, 615 before)",
        "at most 0.1 (by chance 0.227), as in 3 runs (1 to 3)");
    observed(
        "new_values", false, "0.33 of them: lost", "at most 0.01 of them, as in 3 runs (1 to 3)");
    observed(
        "anomaly: {of: rows", false, "100", "143.5 to 266.5 (about 205), as in 3 runs (1 to 3)");
    observed(
        "anomaly: {of: null_ratio",
        false,
        "0.2",
        "0.0512195 to 0.15122 (about 0.10122), as in 2 runs (2 to 3)");
    assertThat(check("anomaly: {of: mean").path("observed").asText(), is("64.5"));
    assertThat(check("anomaly: {of: mean").path("passed").asBoolean(), is(false));
    String shown = Pipelines.sluice("check", "show", folder.toString(), "orders").out();
    assertThat(shown, containsString("    status=lost (33 rows)"));
    assertThat(
        query(
            "SELECT run, live, dead, kind FROM sluice.runs WHERE table_name = 'orders' ORDER BY 1"),
        is(
            "[{\"run\":1,\"live\":200,\"dead\":0,\"kind\":\"run\"},"
                + "{\"run\":2,\"live\":210,\"dead\":0,\"kind\":\"run\"},"
                + "{\"run\":3,\"live\":205,\"dead\":0,\"kind\":\"run\"}]"));
    assertThat(
        query(
            "SELECT run, passed, value FROM sluice.checks WHERE check_name LIKE '%amount}' ORDER BY 1"),
        is(
            "[{\"run\":1,\"passed\":true,\"value\":null},"
                + "{\"run\":2,\"passed\":true,\"value\":null},"
                + "{\"run\":3,\"passed\":true,\"value\":0.0244}]"));
    assertThat(
        query(
            "SELECT run, column_name AS c, nulls, distinct_values AS d, min, round(mean, 6) AS mean"
                + " FROM sluice.column_stats WHERE run = 3 AND column_name IN ('email', 'amount') ORDER BY 2"),
        is(
            "[{\"run\":3,\"c\":\"amount\",\"nulls\":0,\"d\":50.0,\"min\":\"0.0\",\"mean\":23.95122},"
                + "{\"run\":3,\"c\":\"email\",\"nulls\":21,\"d\":null,\"min\":null,\"mean\":null}]"));
    Ran show = Pipelines.sluice("show", folder.toString(), "sluice.runs");
    assertThat(show.exit(), is(2));
    assertThat(show.err(), containsString("`sluice query 'FROM sluice.runs'` shows it"));
    readsNoMoreRunsThanAreAskedFor();
  }

  private void readsNoMoreRunsThanAreAskedFor() throws IOException {
    String lake = folder.resolve("lake").toString();
    Past past = Past.upTo(lake, 3);
    assertThat(past.runs(2).stream().map(Manifest::number).toList(), is(List.of(3L, 2L)));
    Map<String, List<CheckPoint>> points = CheckPoint.of("orders", past.runs(2));
    assertThat(
        points.get("anomaly: {of: rows, change: 0.3}").stream().map(CheckPoint::value).toList(),
        is(Arrays.asList(null, 205.0)));
    Files.delete(folder.resolve("lake/_sluice/log/000001.json"));
    assertThat(past.runs(3).stream().map(Manifest::number).toList(), is(List.of(3L, 2L)));
  }

  private String query(String sql) {
    Ran ran = Pipelines.sluice("query", folder.toString(), sql, "--json");
    assertThat(ran.toString(), ran.exit(), is(0));
    return ran.json().path("rows").toString();
  }
}
