// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.site;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelinePageTest {
  private static final String HOSTILE = "</script><script>alert(1)</script>&\"'\u202e";

  private static final String SPEC =
      """
      name: shop
      lake: build/lake
      tables:
        orders:
          source: {csv: "<b>orders.csv"}
          schema: orders.avsc
          description: |
            Every order.
            %1$s
          owner: "%2$s"
          rules: ["amount <> 7 AND '</script>' <> ''"]
          checks: [row_count: {min: 1}]
      models:
        by_day:
          sql: SELECT day, sum(amount) AS revenue FROM orders GROUP BY day
          per: [day]
          owner: finance
      """;

  @TempDir private Path folder;

  @Test
  void showsTablesColumnsOwnersLineageAndTheLastRun() throws IOException {
    write("plain", "sales");
    assertThat(html(), containsString("<dt>last run</dt><dd>none yet</dd>"));
    Pipelines.run(folder);
    String html = html();
    assertThat(
        html,
        allOf(
            containsString("<p>Every order.</p><p>plain</p>"),
            containsString("<dt>owner</dt><dd>sales</dd>"),
            containsString("<dt>last run</dt><dd>read 2, published 2, dead 0</dd>"),
            containsString(
                "<td><code>amount</code></td><td><code>INTEGER</code></td>"
                    + "<td>In euros. <small>never null</small></td>"),
            containsString(
                "<td><code>revenue</code></td><td><code>DECIMAL(38,0)</code></td><td></td>"
                    + "<td><a href=\"#orders\">orders.amount</a> </td>"),
            containsString("<dt>read by</dt><dd><a href=\"#by_day\">by_day</a> </dd>"),
            containsString("<td>passed: 2</td>")));
  }

  @Test
  void takesWhateverNamesAndTextsHoldAsText() throws IOException {
    write(HOSTILE, "<img src=x onerror=alert(1)>");
    String html = html();
    assertThat(html, not(containsString("<script>alert")));
    assertThat(html, not(containsString("<img")));
    assertThat(html, not(containsString("<b>orders")));
    assertThat(html, not(containsString("\u202e")));
    assertThat(
        html,
        allOf(
            containsString("&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;&#39;"),
            containsString("<dd>&lt;img src=x onerror=alert(1)&gt;</dd>")));
    assertThat(Pattern.compile("<script").matcher(html).results().count(), is(3L));
    assertThat(picture(html).at("/nodes/0/label").asText(), is("<b>orders.csv"));
  }

  @Test
  void bringsNothingFromElsewhere() throws IOException {
    write("plain", "sales");
    String html = html();
    assertThat(Pattern.compile("(?:src|href)=\"(?!#)").matcher(html).find(), is(false));
    assertThat(html, containsString("default-src 'none'; style-src 'sha256-"));
    assertThat(html, not(containsString("sourceMappingURL")));
  }

  @Test
  void leavesTheLakeAlone() throws IOException {
    write("plain", "sales");
    Ran ran = Pipelines.sluice("docs", folder.toString(), "--out", folder + "/build/lake/docs");
    assertThat(ran.exit(), is(2));
    assertThat(ran.err(), containsString("lies in the lake"));
  }

  private void write(String text, String owner) {
    Pipelines.write(folder.resolve("pipeline.yaml"), SPEC.formatted(text, owner));
    Pipelines.write(
        folder.resolve("orders.avsc"),
        """
        {"type": "record", "name": "orders", "fields": [
          {"name": "day", "type": ["null", "string"]}, {"name": "amount", "type": "int", "doc": "In euros."}]}
        """);
    Pipelines.write(folder.resolve("<b>orders.csv"), "day,amount\nmon,1\ntue,2\n");
  }

  private String html() {
    Ran ran = Pipelines.sluice("docs", folder.toString(), "--json");
    assertThat(ran.toString(), ran.exit(), is(0));
    return Pipelines.text(Path.of(ran.json().at("/page").asText()));
  }

  private static JsonNode picture(String html) throws IOException {
    Matcher json = Pattern.compile("id=\"lineage\">(.*?)</script>", Pattern.DOTALL).matcher(html);
    assertThat(json.find(), is(true));
    return new ObjectMapper().readTree(json.group(1));
  }
}
