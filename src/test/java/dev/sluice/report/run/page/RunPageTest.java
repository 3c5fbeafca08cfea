// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.run.page;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunPageTest {
  private static final String SPEC =
      """
      name: shop
      lake: lake
      %s
      tables:
        orders:
          source: {csv: data/*.csv}
          schema: orders.avsc
          tolerate: {dead_rows: 9}
          checks: [row_count: {min: 1}, {unique: [id], severity: warn}]
        people:
          source: {csv: people.csv}
          schema: people.avsc
          tolerate: {dead_rows: 9}
      models:
        by_day:
          sql: SELECT day, sum(amount) AS revenue FROM orders GROUP BY day
          per: [day]
      """;

  private static final String HOSTILE = "</script><img src=x onerror='alert(1)'>\u202e&\u0007";
  private static final String ESCAPED =
      "&lt;/script&gt;&lt;img src=x onerror=&#39;alert(1)&#39;&gt;\\u202e&amp;\\u0007";

  @TempDir private Path folder;

  @Test
  void tellsWhatBecameOfTheRowsWhateverTheyHold() throws IOException {
    write("");
    Ran ran = Pipelines.run(folder, "--json");
    Path page = folder.resolve("lake/_sluice/reports/000001.html");
    assertThat(ran.json().at("/places/report").asText(), is(page.toString()));
    String html = Pages.keep("rows", Pipelines.text(page));
    assertThat(
        html,
        allOf(
            containsString("<span class=\"state good\">released</span>"),
            containsString("7 rows read, 3 kept, 4 dead. 4 of 5 checks passed."),
            containsString(
                "aria-label=\"3 published, 3 dead\"><rect class=\"kept\" x=\"0.0\""
                    + " width=\"500.0\""),
            containsString("<span class=\"good-text\">even</span>"),
            containsString(
                "<td class=\"value\" data-head=\"check\"><code>unique: [id]</code></td><td"
                    + " data-head=\"observed\">1 duplicate</td>"),
            containsString("<code>" + ESCAPED + "</code> <small>1 ×</small>"),
            containsString("a\\u0000b"),
            containsString(" characters</small>"),
            containsString("<td><code>1</code></td><td class=\"number\">2</td>"),
            containsString("<a href=\"#orders\">orders.amount</a>"),
            containsString("<td class=\"name\" data-head=\"step\">Read orders</td>")));
    assertThat(html, not(containsString("<img")));
    assertThat(html, not(containsString("x".repeat(1_001))));
    assertThat(html, not(containsString("secret")));
    assertThat(html, containsString("the record may hold personal data"));
    assertThat(html, not(containsString("\u202e")));
    assertThat(html, not(containsString("\u0000")));
    assertThat(html, not(containsString("\u0007")));
  }

  @Test
  void runsAndStylesNothingButWhatItsPolicyNames() {
    write("");
    Pipelines.run(folder);
    String html = Pipelines.text(folder.resolve("lake/_sluice/reports/000001.html"));
    List<String> scripts = contents(html, "<script>(.*?)</script>");
    List<String> styles = contents(html, "<style>(.*?)</style>");
    assertThat(scripts.size(), is(2));
    assertThat(
        html,
        containsString(
            "content=\"default-src 'none'; style-src '%s'; script-src '%s' '%s'; base-uri 'none'; form-action 'none'\""
                .formatted(digest(styles.get(0)), digest(scripts.get(0)), digest(scripts.get(1)))));
    String markup = html.replaceAll("(?s)<(script|style)\\b.*?</\\1>", "");
    assertThat(Pattern.compile("<[^>]*\\s(?:on\\w+|style)\\s*=").matcher(markup).find(), is(false));
    assertThat(Pattern.compile("(?:src|href)=\"(?!#)").matcher(markup).find(), is(false));
    assertThat(contents(html, "(<script)").size(), is(3));
  }

  @Test
  void showsWhatChangedSinceTheRunBefore() {
    write("");
    Pipelines.run(folder);
    Pipelines.write(
        folder.resolve("people.avsc"),
        """
        {"type": "record", "name": "people", "fields": [
          {"name": "id", "type": "int"}, {"name": "email", "type": ["null", "string"], "pii": true},
          {"name": "town", "type": ["null", "string"]}]}
        """);
    Pipelines.write(folder.resolve("people.csv"), "id,email,town\n1,secret@x.org,Ulm\n");
    Pipelines.write(folder.resolve("data/2.csv"), "id,day,amount,status\n9,wed,3,ok\n");
    Pipelines.run(folder);
    String html =
        Pages.keep("changes", Pipelines.text(folder.resolve("lake/_sluice/reports/000002.html")));
    assertThat(
        html,
        allOf(
            containsString("<li>column town is new: text</li>"),
            containsString("<span class=\"was\">outline: run 1, 3 rows</span>"),
            containsString("<h3>email <small>varchar, personal</small></h3>\n"),
            containsString("Rows are counted, and nothing of values is told."),
            containsString("<code>ok</code><svg class=\"share\""),
            containsString(
                "aria-label=\"passed in 2 of 2 runs, before this run 3, between 3 and 4\"></div>"
                    + "<pre>run\tfigure\tat least\tat most\n1\t3\t1\n2\t4\t1</pre></div>\n"
                    + "<small>was 3</small>"),
            containsString(
                "<pre>run\tfigure\tat least\tat most\n1\t1\t\t0\tfailed\n2\t1\t\t0\tfailed</pre>"),
            containsString(
                "<td class=\"number\" data-head=\"rows now\">4</td><td class=\"number\" data-head=\"before\">3</td>")));
    Pipelines.write(folder.resolve("pipeline.yaml"), SPEC.formatted("keep: {runs: 1}"));
    assertThat(Pipelines.sluice("gc", folder.toString()).exit(), is(0));
    assertThat(Files.exists(folder.resolve("lake/_sluice/reports/000001.html")), is(false));
    assertThat(Files.exists(folder.resolve("lake/_sluice/reports/000002.html")), is(true));
    Ran verified = Pipelines.sluice("verify", folder.toString(), "--json");
    assertThat(verified.toString(), verified.json().at("/foreign").size(), is(0));
  }

  @Test
  void saysOfAStagedRunWhatProductionWouldChangeAndFollowsWhatPeopleDecide() {
    write("publish: {approve: manual}");
    Pipelines.run(folder);
    assertThat(report("--json"), endsWith("reports/000001.html"));
    String staged =
        Pages.keep("staged", Pipelines.text(folder.resolve("lake/_sluice/reports/000001.html")));
    assertThat(
        staged,
        allOf(
            containsString("<span class=\"state care\">staged</span>"),
            containsString("sluice promote plan"),
            containsString(
                "<td class=\"name\" data-head=\"table\">by_day</td><td data-head=\"change\">new</td>")));
    String[] reject = {"promote", "reject", folder.toString(), "--why", "no", "--by", "ann"};
    assertThat(Pipelines.sluice(reject).exit(), is(0));
    Path copy = folder.resolve("copy.html");
    assertThat(report("--json", "--out", copy.toString()), is(copy.toString()));
    assertThat(Pipelines.text(copy), containsString("<span class=\"state bad\">rejected</span>"));
    assertThat(Pipelines.sluice("report", folder.toString(), "77").exit(), is(2));
  }

  @Test
  void isWrittenOfRunsThatFailToo() throws IOException {
    write("");
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        SPEC.formatted("").replace("row_count: {min: 1}", "row_count: {min: 100}"));
    Ran held = Pipelines.sluice("run", folder.toString(), "--quiet", "--json");
    assertThat(held.toString(), held.exit(), is(1));
    assertThat(
        Pages.keep("failed", Pipelines.text(Path.of(held.json().at("/places/report").asText()))),
        allOf(
            containsString("<span class=\"state bad\">failed</span>"),
            containsString("<code>row_count: {min: 100}</code> is 3, expected at least 100"),
            containsString("<div class=\"chart bins\"")));
    Files.delete(folder.resolve("people.csv"));
    Ran stopped = Pipelines.sluice("run", folder.toString(), "--quiet");
    assertThat(stopped.toString(), stopped.exit(), is(1));
    String last = stopped.err().lines().reduce((a, b) -> b).orElse("");
    assertThat(last, startsWith("  report  " + folder.resolve("lake/_sluice/reports")));
    assertThat(
        Pages.keep("stopped", Pipelines.text(Path.of(last.substring(10)))),
        containsString("<div class=\"why\"><p>NO_FILES: "));
  }

  @Test
  void failsNoRunWhereItCannotBeWritten() throws IOException {
    write("");
    Files.createDirectories(folder.resolve("lake/_sluice"));
    Files.writeString(folder.resolve("lake/_sluice/reports"), "in the way");
    Ran ran = Pipelines.sluice("run", folder.toString(), "--quiet", "--json");
    assertThat(ran.toString(), ran.exit(), is(5));
    assertThat(ran.json().at("/outcome").asText(), is("published"));
    assertThat(ran.json().at("/unfinished/0/step").asText(), is("report"));
    assertThat(ran.json().at("/places/report").isNull(), is(true));
    Ran again = Pipelines.sluice("run", folder.toString(), "--quiet");
    assertThat(again.exit(), is(5));
    assertThat(again.err(), containsString("but its report could not be written: "));
    Files.delete(folder.resolve("lake/_sluice/reports"));
    assertThat(Pipelines.sluice("run", folder.toString(), "--quiet").exit(), is(0));
    assertThat(Files.exists(folder.resolve("lake/_sluice/reports/000001.html")), is(true));
  }

  private String report(String... more) {
    String[] args = new String[more.length + 2];
    args[0] = "report";
    args[1] = folder.toString();
    System.arraycopy(more, 0, args, 2, more.length);
    Ran ran = Pipelines.sluice(args);
    assertThat(ran.toString(), ran.exit(), is(0));
    return ran.json().at("/page").asText();
  }

  private void write(String more) {
    Pipelines.write(folder.resolve("pipeline.yaml"), SPEC.formatted(more));
    Pipelines.write(
        folder.resolve("orders.avsc"),
        """
        {"type": "record", "name": "orders", "fields": [
          {"name": "id", "type": "int"}, {"name": "day", "type": "string"},
          {"name": "amount", "type": "int"}, {"name": "status", "type": ["null", "string"]}]}
        """);
    Pipelines.write(
        folder.resolve("data/1.csv"),
        "id,day,amount,status\n1,mon,1,ok\n1,mon,2,ok\n3,tue,3,ok\n4,tue,\"%s\",ok\n5,tue,%s,ok\n6,a\u0000b,1,ok\n"
            .formatted(HOSTILE, "x".repeat(10_000)));
    Pipelines.write(
        folder.resolve("people.avsc"),
        """
        {"type": "record", "name": "people", "fields": [
          {"name": "id", "type": "int"}, {"name": "email", "type": "string", "pii": true}]}
        """);
    Pipelines.write(folder.resolve("people.csv"), "id,email\nsecret,secret@x.org\n");
  }

  private static List<String> contents(String html, String pattern) {
    return Pattern.compile(pattern, Pattern.DOTALL)
        .matcher(html)
        .results()
        .map((MatchResult each) -> each.group(1))
        .toList();
  }

  private static String digest(String content) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] digest = sha256.digest(content.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
