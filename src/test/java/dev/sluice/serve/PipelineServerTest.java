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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A served lake, asked over HTTP. */
class PipelineServerTest {
  private static final String EVIL = "<script>alert(1)</script>";

  @TempDir private Path folder;

  private LocalServer server;
  private Browser browser;

  @BeforeEach
  void start() {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: shop
        lake: lake
        publish: {approve: manual}
        tables:
          orders:
            source: {csv: orders.csv}
            columns: {id: bigint!, what: text, amount: bigint}
            load: replace
            tolerate: {dead_rows: 99}
          people:
            source: {csv: people.csv}
            schema: people.avsc
            load: replace
            tolerate: {dead_rows: 99}
        """);
    Pipelines.write(
        folder.resolve("people.avsc"),
        """
        {"type": "record", "name": "people", "fields": [
          {"name": "id", "type": "int"}, {"name": "email", "type": "string", "pii": true}]}
        """);
    orders("1,a,1\n");
    Pipelines.write(folder.resolve("people.csv"), "id,email\n1,ada@x.org\nsecret,eve@x.org\n");
    server = PipelineServer.start(this::served, "ada " + EVIL, 0);
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

  private void orders(String rows) {
    Pipelines.write(folder.resolve("orders.csv"), "id,what,amount\n" + rows);
  }

  private String lake() {
    return folder.resolve("lake").toString();
  }

  private List<Long> released() {
    return Releases.of(lake()).all().stream().map(Release::manifest).toList();
  }

  private Map<String, String> form(String page, String why) {
    return Map.of(
        "digest",
        Browser.hidden(page, "digest"),
        "release",
        Browser.hidden(page, "release"),
        "why",
        why,
        "then",
        "release");
  }

  @Test
  void letsInOnlyWhoKnowsTheTokenAndComesFromItsOwnPages() {
    Pipelines.run(folder);
    String own = server.address().replaceFirst("/[^/]*/$", "");
    Browser stranger = new Browser(own + "/");
    assertThat(stranger.get("").status(), is(403));
    assertThat(stranger.get("runs/1/plan").status(), is(403));
    assertThat(stranger.get("metrics").status(), is(403));
    assertThat(stranger.post("runs/1/approve", Map.of()).status(), is(403));
    assertThat(
        new Browser(server.address().replaceFirst(".{2}/$", "AA/")).get("").status(), is(403));
    String page = browser.get("runs/1/plan").body();
    Map<String, String> form = form(page, "fine");
    String host = own.substring("http://".length());
    assertThat(browser.with("Host", "evil.org").get("").status(), is(403));
    assertThat(browser.with("Host", "evil.org:" + host.split(":", 2)[1]).get("").status(), is(403));
    assertThat(browser.with("Host", "127.0.0.1").get("").status(), is(403));
    for (Browser foreign :
        List.of(
            browser.with("Host", "evil.org"),
            browser.with("Origin", "http://evil.org"),
            browser.with("Origin", "null"),
            browser.with("Origin", "http://127.0.0.1:1"),
            browser.with("Sec-Fetch-Site", "cross-site"),
            browser.with("Sec-Fetch-Site", "same-site"))) {
      Got refused = foreign.post("runs/1/approve", form);
      assertThat(refused.toString(), refused.status(), is(403));
    }
    assertThat(browser.send("PUT", "/", "").status(), is(405));
    assertThat(browser.get("%zz").status(), is(400));
    assertThat(browser.post("runs/1/approve", Map.of("why", "x".repeat(70_000))).status(), is(413));
    assertThat(Decisions.of(lake()).last().isPresent(), is(false));
    Got got = browser.with("Host", host.replace("127.0.0.1", "localhost")).get("");
    assertThat(got.status(), is(200));
    assertThat(
        got.head().toLowerCase(java.util.Locale.ROOT),
        allOf(
            containsString("cache-control: no-store"),
            containsString("x-content-type-options: nosniff"),
            containsString("content-security-policy: frame-ancestors 'none'")));
    assertThat(
        new Browser(server.address().replaceFirst("/$", "")).get("").location() + "|",
        containsString("/|"));
  }

  @Test
  void showsRunsAndDeadLettersWhateverTheyHold() {
    StringBuilder rows = new StringBuilder("1," + EVIL + ",1\n");
    for (int i = 0; i < 25; i++) {
      rows.append(i).append(",x,").append(EVIL).append('\n');
    }
    orders(rows.toString());
    assertThat(browser.get("").body(), containsString("No run yet."));
    assertThat(browser.get("letters").body(), containsString("No run yet"));
    assertThat(browser.get("releases").body(), containsString("No release yet"));
    Pipelines.run(folder);
    assertThat(
        browser.get("").body(),
        allOf(
            containsString("<span class=\"state care\">staged</span>"),
            containsString("/runs/1/plan\">Decide</a>")));
    Got report = browser.get("runs/1");
    assertThat(report.status(), is(200));
    assertThat(report.body(), containsString("/letters?all=1&amp;run="));
    String letters = browser.get("letters").body();
    assertThat(
        letters,
        allOf(
            containsString("1 to 20 of 26"),
            containsString("TYPE_CAST amount</a>"),
            containsString("&lt;script&gt;alert(1)&lt;/script&gt;")));
    String people = browser.get("letters?table=people").body();
    assertThat(people, containsString("hidden: it may hold personal data"));
    String ofReason = browser.get("letters?table=orders&reason=TYPE_CAST+amount&page=1").body();
    assertThat(ofReason, containsString("21 to 25 of 25"));
    assertThat(
        browser.get("letters?table=orders&reason=%27%29+OR+true+--").body(),
        not(containsString("Dead letters <small>")));
    for (String page :
        List.of(report.body(), letters, people, ofReason, browser.get("runs/1/plan").body())) {
      assertThat(page, not(containsString(EVIL)));
      assertThat(page, not(containsString("x.org")));
      assertThat(page, not(containsString("secret")));
    }
    assertThat(browser.get("runs/77").status(), is(404));
    assertThat(browser.get("etc/passwd").status(), is(404));
    String token = server.address().replaceFirst(".*:[0-9]+/", "").replace("/", "");
    Browser prometheus = new Browser(server.metrics().replaceFirst("metrics$", ""));
    assertThat(prometheus.get("metrics").status(), is(403));
    Got metrics = prometheus.with("Authorization", "Bearer " + token).get("metrics");
    assertThat(metrics.body(), containsString("sluice_run_failed{pipeline=\"shop\"} 0.0"));
    assertThat(prometheus.get("metrics?token=" + token).body(), is(metrics.body()));
  }

  @Test
  void decidesOnceOnWhatWasLookedAt() {
    Pipelines.run(folder);
    String first = browser.get("runs/1/plan").body();
    assertThat(first, containsString("It is recorded that ada &lt;script&gt;"));
    Map<String, String> form = form(first, "sums agree " + EVIL);
    assertThat(
        browser.post("runs/1/approve", Map.of("why", "x", "release", "0")).status(), is(400));
    assertThat(released(), is(List.of()));
    List<CompletableFuture<Got>> clicks =
        List.of(
            CompletableFuture.supplyAsync(() -> browser.post("runs/1/approve", form)),
            CompletableFuture.supplyAsync(() -> browser.post("runs/1/approve", form)));
    List<Integer> statuses = clicks.stream().map(each -> each.join().status()).toList();
    assertThat(statuses, is(List.of(303, 303)));
    assertThat(clicks.get(0).join().location(), is(clicks.get(1).join().location()));
    assertThat(released(), is(List.of(1L)));
    assertThat(Releases.of(lake()).newest().orElseThrow().made().by(), is("ada " + EVIL));
    assertThat(browser.get("releases").body(), not(containsString(EVIL)));

    orders("1,a,1\n2,b,2\n");
    Pipelines.write(folder.resolve("people.csv"), "id,email\n1,bob@x.org\n2,eve@x.org\n");
    Pipelines.run(folder);
    String second = browser.get("runs/2/plan").body();
    assertThat(second, containsString("2 of 2 tables would change."));
    assertThat(second, not(containsString("x.org")));
    Got outdated =
        browser.post(
            "runs/2/approve",
            Map.of("digest", form.get("digest"), "release", "1", "why", "x", "then", "release"));
    assertThat(outdated.status(), is(409));
    assertThat(
        outdated.body(),
        allOf(
            containsString("<b>PROMOTION_REFUSED</b>"),
            containsString("it is not the run that was looked at")));
    Got moved =
        browser.post(
            "runs/2/approve",
            Map.of("digest", Browser.hidden(second, "digest"), "release", "0", "why", "x"));
    assertThat(moved.status(), is(409));
    assertThat(moved.body(), containsString("Production shows release 1 by now"));
    assertThat(Decisions.of(lake()).on(2).isPresent(), is(false));
    Browser own = browser.with("Origin", server.address().replaceFirst("/[^/]*/$", ""));
    Got done = own.with("Sec-Fetch-Site", "same-origin").post("runs/2/approve", form(second, "y"));
    assertThat(done.status(), is(303));
    String told = browser.get(done.location().replaceFirst("^/[^/]*/", "")).body();
    assertThat(told, containsString("Production shows run 2, as release 2."));
    goesBack();
  }

  private void goesBack() {
    String releases = browser.get("releases").body();
    Map<String, String> back =
        Map.of("release", Browser.hidden(releases, "release"), "to", "1", "why", "wrong sums");
    assertThat(browser.post("releases/rollback", back).status(), is(303));
    assertThat(released(), is(List.of(1L, 2L, 1L)));
    assertThat(browser.post("releases/rollback", back).status(), is(303));
    assertThat(released(), is(List.of(1L, 2L, 1L)));
    Map<String, String> other =
        Map.of("release", Browser.hidden(releases, "release"), "to", "2", "why", "no, right");
    Got late = browser.post("releases/rollback", other);
    assertThat(late.status(), is(409));
    assertThat(late.body(), containsString("Production shows release 3 by now"));
    assertThat(released(), is(List.of(1L, 2L, 1L)));
  }

  @Test
  void saysThatALakeIsGone() throws IOException {
    assertThat(browser.get("").body(), containsString("No run yet."));
    Pipelines.run(folder);
    assertThat(browser.get("").status(), is(200));
    Path unmounted = Files.move(folder.resolve("lake"), folder.resolve("unmounted"));
    for (String page : List.of("", "letters", "releases", "metrics", "runs/1")) {
      Got got = browser.get(page);
      assertThat(page, got.status(), is(500));
      assertThat(got.body(), containsString("holds no run any more, and held some before"));
    }
    Path unused = Files.move(unmounted, folder.resolve("lake"));
    assertThat(browser.get("").status(), is(200));
  }

  @Test
  void saysWhichRunsARejectionTakesWithIt() {
    Pipelines.run(folder);
    assertThat(browser.get("runs/1/plan").body(), not(containsString("build on this one")));
    orders("1,a,1\n2,b,2\n");
    Pipelines.run(folder);
    assertThat(
        browser.get("runs/1/plan").body(), containsString("build on this one: to reject it"));
    assertThat(browser.get("runs/2/plan").body(), not(containsString("build on this one")));
  }

  @Test
  void takesNoNulFromAnAddress() {
    Pipelines.run(folder);
    for (String field : List.of("run", "table", "reason")) {
      assertThat(field, browser.get("letters?" + field + "=%00").status(), is(200));
    }
  }

  @Test
  void asksForASignatureFromWhenOnThePipelineDoes() {
    Pipelines.run(folder);
    String page = browser.get("runs/1/plan").body();
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        Pipelines.text(folder.resolve("pipeline.yaml"))
            .replace(
                "{approve: manual}",
                "{approve: manual, signers: {eve: \"ed25519:iIVbkUHzJfxKcRYdLUcGJ7vTM1vJPgxkTVm6tnN8UAY=\"}}"));
    Got refused = browser.post("runs/1/approve", form(page, "fine"));
    assertThat(refused.status(), is(400));
    assertThat(refused.body(), containsString("SLUICE_SIGNING_KEY"));
    assertThat(Decisions.of(lake()).last().isPresent(), is(false));
  }

  @Test
  void rejectsARun() {
    Pipelines.run(folder);
    String page = browser.get("runs/1/plan").body();
    assertThat(browser.post("runs/1/reject", form(page, " ")).status(), is(400));
    assertThat(browser.post("runs/1/reject", Map.of("why", "unseen")).status(), is(400));
    Map<String, String> other = Map.of("why", "last year's", "digest", "0".repeat(64));
    assertThat(browser.post("runs/1/reject", other).status(), is(409));
    assertThat(browser.post("runs/1/reject", form(page, "last year's")).status(), is(303));
    assertThat(
        browser.get("runs/1/plan").body(),
        containsString("<code>sluice run --again</code> takes its input in again."));
    assertThat(browser.get("").body(), containsString("<span class=\"state bad\">rejected</span>"));
    Got late = browser.post("runs/1/reject", form(page, "again"));
    assertThat(late.status(), is(409));
    assertThat(late.body(), containsString("was rejected already, by ada &lt;script&gt;"));
    assertThat(released(), is(List.of()));
  }
}
