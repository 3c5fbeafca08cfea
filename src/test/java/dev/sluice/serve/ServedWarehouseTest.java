// SPDX-License-Identifier: Apache-2.0
package dev.sluice.serve;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.sluice.explain.advice.SpecSource;
import dev.sluice.fixture.Pipelines;
import dev.sluice.promote.decision.Decisions;
import dev.sluice.promote.release.Release;
import dev.sluice.promote.release.Releases;
import dev.sluice.serve.Browser.Got;
import dev.sluice.serve.http.LocalServer;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.parse.SpecParser;
import dev.sluice.spec.parse.choice.Choices;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decisions in a browser on runs that the warehouse finds something against. */
class ServedWarehouseTest {
  private static final String FOUND =
      "In the warehouse: check `&lt;small&gt;` of t, pipeline.yaml:11, found 2 rows, expected at most 1";
  private static final String NOTHING = "In the warehouse nothing was found against it.";

  private @TempDir Path folder;
  private LocalServer server;
  private Browser browser;

  @BeforeEach
  void start() {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: c
        lake: lake
        warehouse: duckdb:w.duckdb
        publish: {approve: manual}
        tables:
          t:
            source: {csv: t.csv}
            columns: {id: bigint!, n: int}
            load: replace
            checks:
              - {name: <small>, sql: "SELECT id FROM t WHERE n > (SELECT most FROM limits.most)", max_rows: 1, at: warehouse}
        """);
    inWarehouse("CREATE SCHEMA limits");
    inWarehouse("CREATE TABLE limits.most AS SELECT 9 AS most");
    server = PipelineServer.start(this::served, "ada", 0);
    browser = new Browser(server.address());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private PipelineServer.Served served() {
    Parsed parsed = SpecParser.parse(folder);
    return new PipelineServer.Served(
        Objects.requireNonNull(parsed.spec()),
        SpecSource.of(parsed.texts()),
        edits -> SpecParser.parse(folder, Choices.of(System::getenv), edits));
  }

  private void inWarehouse(String sql) {
    List<String> unused = Pipelines.query(folder.resolve("w.duckdb").toString(), sql);
  }

  private void run(String rows) {
    Pipelines.write(folder.resolve("t.csv"), "id,n\n" + rows);
    var unused = Pipelines.sluice("run", folder.toString(), "--quiet");
  }

  private String lake() {
    return folder.resolve("lake").toString();
  }

  private List<Long> released() {
    return Releases.of(lake()).all().stream().map(Release::manifest).toList();
  }

  private static Map<String, String> form(String page, String then) {
    return Map.of(
        "digest",
        Browser.hidden(page, "digest"),
        "release",
        Browser.hidden(page, "release"),
        "why",
        "fine",
        "then",
        then);
  }

  @Test
  void showsWhatTheWarehouseFindsAndRefusesARunThatItHoldsBack() {
    run("1,50\n2,60\n");
    String page = browser.get("runs/1/plan").body();
    assertThat(
        page,
        allOf(containsString(FOUND), not(containsString(NOTHING)), containsString("Asked at")));
    assertThat(page, not(containsString("<small>` of")));
    Got refused = browser.post("runs/1/approve", form(page, "release"));
    assertThat(refused.status(), is(409));
    assertThat(
        refused.body(),
        allOf(
            containsString("Run 1 is approved by ada."),
            containsString("cannot be released: In the warehouse, check `&lt;small&gt;` of t"),
            containsString("Production is unchanged.")));
    assertThat(released(), is(List.of()));
    assertThat(Decisions.of(lake()).on(1).isPresent(), is(true));

    String approved = browser.get("runs/1/plan").body();
    assertThat(approved, containsString(FOUND));
    assertThat(browser.post("runs/1/apply", form(approved, "")).status(), is(409));
    assertThat(released(), is(List.of()));
    inWarehouse("UPDATE limits.most SET most = 50");
    assertThat(browser.get("runs/1/plan").body(), containsString(NOTHING));
    assertThat(browser.post("runs/1/apply", form(approved, "")).status(), is(303));
    assertThat(released(), is(List.of(1L)));
    assertThat(browser.get("runs/1/plan").body(), not(containsString("In the warehouse")));
  }

  @Test
  void asksOnceForARunAndAgainWhenSomebodyAsks() {
    run("1,50\n2,60\n");
    assertThat(browser.get("runs/1/plan").body(), containsString(FOUND));
    inWarehouse("UPDATE limits.most SET most = 55");
    assertThat(browser.get("runs/1/plan").body(), containsString(FOUND));
    Got asked = browser.post("runs/1/ask", Map.of());
    assertThat(asked.status(), is(303));
    assertThat(
        browser.get(asked.location().replaceFirst("^/[^/]*/", "")).body(), containsString(NOTHING));

    inWarehouse("UPDATE limits.most SET most = 9");
    assertThat(browser.get("runs/1/plan").body(), containsString(NOTHING));
    String page = browser.get("runs/1/plan").body();
    assertThat(browser.post("runs/1/approve", form(page, "release")).status(), is(409));
    assertThat(released(), is(List.of()));
    run("1,5\n");
    assertThat(
        browser.get("runs/1/plan").body(),
        containsString("its checks cannot be asked: the warehouse does not hold this run"));
    assertThat(browser.get("runs/2/plan").body(), containsString(NOTHING));
  }

  @Test
  void saysThatTheWarehouseCannotBeAsked() {
    run("1,5\n");
    Pipelines.write(folder.resolve("w.duckdb"), "no database");
    Got page = browser.get("runs/1/plan");
    assertThat(page.status(), is(200));
    assertThat(page.body(), containsString("In the warehouse: its checks cannot be asked: "));
    assertThat(browser.post("runs/1/approve", form(page.body(), "")).status(), is(303));
    assertThat(browser.post("runs/1/apply", form(page.body(), "")).status(), not(303));
    assertThat(released(), is(List.of()));
  }
}
