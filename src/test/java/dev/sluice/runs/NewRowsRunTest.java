// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import dev.sluice.history.Past;
import dev.sluice.history.PastState;
import dev.sluice.spec.history.Rows;
import dev.sluice.stats.TableStats;
import dev.sluice.table.log.Manifest;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What came with a run of a table that grows, held against what came with those before. */
class NewRowsRunTest {
  private static final String SPEC =
      """
      name: shop
      lake: lake
      tables:
        visits:
          source: {csv: "in/*.csv"}
          load: append
          columns:
            id: bigint!
            browser: text
            seconds: double
            email: {type: text, pii: true}
          rules: [seconds < 1000]
          tolerate: {dead_ratio: 1}
          checks:
            - drift: {column: seconds, rows: new, baseline: {runs: 3, at_least: 2}}
              severity: warn
            - new_values: {column: browser, rows: new, baseline: {runs: 3, at_least: 2}}
              severity: warn
            - anomaly: {of: mean, column: seconds, rows: new, change: 0.1, baseline: {runs: 3, at_least: 2}}
              severity: warn
            - anomaly: {of: null_ratio, column: email, rows: new, difference: 0.1, baseline: {runs: 3, at_least: 2}}
              severity: warn
        prices:
          source: {csv: "prices.csv"}
          load: replace
          columns: {price: double}
          checks:
            - anomaly: {of: mean, column: price, rows: new, change: 0.1, baseline: {runs: 2, at_least: 1}}
              severity: warn
      """;

  private @TempDir Path folder;

  private void spec() {
    Pipelines.write(folder.resolve("pipeline.yaml"), SPEC);
    Pipelines.write(folder.resolve("prices.csv"), "price\n10\n20\n");
  }

  /** Rows whose seconds begin at a number, every tenth without an e-mail. */
  private void come(String file, int rows, int from, String... browsers) {
    StringBuilder csv = new StringBuilder("id,browser,seconds,email\n");
    for (int i = 0; i < rows; i++) {
      csv.append(i)
          .append(',')
          .append(browsers[i % browsers.length])
          .append(',')
          .append(from + i % 50)
          .append(',')
          .append(i % 10 == 0 ? "" : "a" + i + "@x.ch")
          .append('\n');
    }
    Pipelines.write(folder.resolve("in/" + file + ".csv"), csv.toString());
  }

  /** The verdicts of the last run, by the word of the check. */
  private Map<String, String> observed() {
    Map<String, String> all = new TreeMap<>();
    Ran ran = Pipelines.sluice("check", "list", folder.toString(), "--json");
    for (JsonNode check : ran.json().path("checks")) {
      String name = check.path("check").asText();
      if (name.contains("rows: new")) {
        all.put(
            name.replaceAll("^([a-z_]+): .*(mean|null_ratio)?.*column: ([a-z]+).*$", "$1 $3"),
            "%s%s | %s"
                .formatted(
                    check.path("passed").asBoolean() ? "" : "NOT ",
                    check.path("observed").asText(),
                    check.path("expected").asText()));
      }
    }
    return all;
  }

  private PastState visits(long number) {
    Past past = Past.upTo(folder.resolve("lake").toString(), number);
    Manifest run = past.numbered(number).orElseThrow();
    return past.state(run, run.table("visits").orElseThrow());
  }

  private TableStats came(long number) {
    return visits(number).stats(Rows.NEW).orElseThrow();
  }

  @Test
  void holdsWhatCameAgainstWhatCameBefore() {
    spec();
    for (int i = 1; i <= 3; i++) {
      come("a" + i, 100, 0, "firefox", "safari");
      Ran unused = Pipelines.run(folder);
    }
    assertThat(came(3).rows(), is(100L));
    assertThat(visits(3).stats().orElseThrow().rows(), is(300L));

    // Small files become one, which is no run and brings nothing.
    Ran compacted = Pipelines.sluice("compact", folder.toString());
    assertThat(compacted.toString(), compacted.exit(), is(0));
    come("a4", 100, 100, "firefox", "opera");
    Ran fifth = Pipelines.run(folder);
    String runs = "as in the new rows of 3 runs (1 to 3)";
    assertThat(
        observed(),
        is(
            Map.of(
                "drift seconds",
                "NOT ks 1 (100 values, 300 before) | at most 0.1 (by chance 0.242), " + runs,
                "new_values browser",
                "NOT 0.5 of them: opera | at most 0.01 of them, " + runs,
                "anomaly seconds",
                "NOT 124.5 | 22.05 to 26.95 (about 24.5), " + runs,
                "anomaly email",
                "0.1 | 0 to 0.2 (about 0.1), " + runs,
                "anomaly price",
                "not judged: no new rows | change: 0.1, as in the new rows of the last 2 runs")));

    // The rows of a file that changed come; those that stay of the files written anew do not.
    come("a2", 80, 20, "firefox");
    Pipelines.write(folder.resolve("prices.csv"), "price\n20\n20\n");
    Ran sixth = Pipelines.run(folder);
    assertThat(came(6).rows(), is(80L));
    assertThat(came(6).column("seconds").orElseThrow().range().min(), is("20.0"));
    assertThat(visits(6).stats().orElseThrow().rows(), is(380L));
    assertThat(
        observed().get("anomaly seconds"),
        is("NOT 40.75 | 22.05 to 26.95 (about 24.5), as in the new rows of 3 runs (2 to 5)"));
    assertThat(
        observed().get("anomaly price"),
        is("NOT 20 | 13.5 to 16.5 (about 15), as in the new rows of run 1"));

    // All rows die, and come with a replay, which is no history.
    come("a5", 10, 2000, "firefox");
    Ran seventh = Pipelines.run(folder);
    assertThat(
        observed().get("drift seconds"),
        is("not judged: no new rows | no drift, as in the new rows of the last 3 runs"));
    Pipelines.write(folder.resolve("pipeline.yaml"), SPEC.replace("< 1000", "< 5000"));
    Ran replayed = Pipelines.sluice("replay", folder.toString(), "--quiet");
    assertThat(replayed.toString(), replayed.exit(), is(0));
    assertThat(visits(8).state().counts().published(), is(10L));
    assertThat(visits(8).stats(Rows.NEW), is(Optional.empty()));
    assertThat(
        observed().get("drift seconds"),
        is(
            "not judged: the run takes in no new files | no drift, as in the new rows of the last 3 runs"));
    come("a6", 100, 0, "firefox", "safari");
    Ran ninth = Pipelines.run(folder);
    assertThat(
        observed().get("anomaly email"),
        is("0.1 | 0 to 0.2 (about 0.1), as in the new rows of 3 runs (3 to 6)"));
  }
}
