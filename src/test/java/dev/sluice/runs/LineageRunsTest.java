// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A catalog of lineage is told of every run, whether it listens or not. */
class LineageRunsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private HttpServer catalog;
  private volatile int answer = 201;
  private final List<JsonNode> got = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void open() throws IOException {
    catalog = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    catalog.createContext(
        "/api/v1/lineage",
        exchange -> {
          JsonNode event = JSON.readTree(exchange.getRequestBody().readAllBytes());
          if (answer == 201) {
            got.add(event);
          }
          exchange.sendResponseHeaders(answer, -1);
          exchange.close();
        });
    catalog.start();
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: part
        lake: lake
        lineage: {openlineage: "http://127.0.0.1:%d", namespace: tests}
        tables:
          sales:
            source: {csv: data/*.csv}
            columns: {id: bigint!, shop: {type: text, from: Shop Name, pii: true}, amount: double}
            owner: ada
            description: What was sold.
            checks: [row_count: {min: 2}]
        models:
          totals: {per: [shop], sql: "SELECT shop, sum(amount) AS total, count(*) AS n FROM sales GROUP BY shop"}
        """
            .formatted(catalog.getAddress().getPort()));
  }

  @AfterEach
  void close() {
    catalog.stop(0);
  }

  @Test
  void tellsWhatRunsReadAndMadeAndHowTheyEnded() {
    data("1,Nord,2.5\n2,Ost,\n3,Nord,4\n");
    assertThat(run().exit(), is(0));
    assertThat(
        said(event -> true),
        is(
            List.of(
                "START part",
                "START part",
                "START part.sales",
                "COMPLETE part.sales",
                "START part.totals",
                "COMPLETE part.totals",
                "START part.checks",
                "COMPLETE part.checks",
                "COMPLETE part")));
    JsonNode sales = event("COMPLETE part.sales");
    assertThat(sales.at("/job/namespace").asText(), is("tests"));
    assertThat(sales.at("/inputs/0/name").asText(), is(folder + "/data/*.csv"));
    JsonNode output = sales.at("/outputs/0");
    assertThat(output.path("name").asText(), is(folder + "/lake/tables/sales"));
    assertThat(output.at("/outputFacets/outputStatistics/rowCount").asInt(), is(3));
    assertThat(output.at("/facets/ownership/owners/0/name").asText(), is("ada"));
    assertThat(output.at("/facets/documentation/description").asText(), is("What was sold."));
    assertThat(output.at("/facets/tags/tags/0/field").asText(), is("shop"));
    assertThat(
        output.at("/facets/columnLineage/fields/shop/inputFields/0/field").asText(),
        is("Shop Name"));
    JsonNode metrics = output.at("/facets/dataQualityMetrics");
    assertThat(metrics.path("rowCount").asInt(), is(3));
    assertThat(
        metrics.path("columnMetrics").toString(),
        is(
            "{\"id\":{\"nullCount\":0,\"distinctCount\":3,\"count\":3.0},"
                + "\"shop\":{\"nullCount\":0,\"count\":3.0},"
                + "\"amount\":{\"nullCount\":1,\"distinctCount\":2,\"count\":2.0}}"));
    JsonNode total = event("COMPLETE part.totals").at("/outputs/0/facets/columnLineage/fields");
    assertThat(total.at("/total/inputFields/0/field").asText(), is("amount"));
    assertThat(total.at("/n/inputFields").isEmpty(), is(true));
    JsonNode assertions =
        event("COMPLETE part.checks").at("/inputs/0/inputFacets/dataQualityAssertions/assertions");
    assertThat(assertions.at("/0/assertion").asText(), is("row_count"));
    assertThat(assertions.at("/0/actual").asText(), is("3"));
    String parent = event("COMPLETE part").at("/run/runId").asText();
    assertThat(sales.at("/run/facets/parent/run/runId").asText(), is(parent));
    assertThat(got.toString(), not(containsString("Nord")));
  }

  @Test
  void tellsOfARunThatFailedWhyAndWhatWasFound() {
    data("1,Nord,2.5\n");
    assertThat(run().exit(), is(1));
    assertThat(
        said(event -> !event.path("eventType").asText().equals("START")),
        is(List.of("FAIL part.checks", "FAIL part")));
    assertThat(
        event("FAIL part").at("/run/facets/errorMessage/message").asText(),
        containsString("row_count"));
  }

  @Test
  void tellsLaterInOrderWhatNobodyTook() {
    answer = 503;
    data("1,Nord,2.5\n2,Ost,1\n");
    Ran first = run("--json");
    assertThat(first.exit(), is(5));
    assertThat(first.json().at("/unfinished/0/code").asText(), is("LINEAGE_UNDELIVERED"));
    data("1,Nord,2.5\n");
    assertThat(run().exit(), is(1));
    assertThat(said(event -> true), empty());

    answer = 201;
    data("1,Nord,2.5\n2,Ost,1\n3,Ost,1\n");
    assertThat(run().exit(), is(0));
    assertThat(
        said(
            event ->
                event.at("/job/name").asText().equals("part")
                    && !event.path("eventType").asText().equals("START")),
        is(List.of("COMPLETE part", "FAIL part", "COMPLETE part")));
  }

  private Ran run(String... more) {
    List<String> args = new ArrayList<>(List.of("run", folder.toString()));
    args.addAll(List.of(more));
    return Pipelines.sluice(args.toArray(String[]::new));
  }

  private void data(String rows) {
    Pipelines.write(folder.resolve("data/a.csv"), "id,Shop Name,amount\n" + rows);
  }

  private JsonNode event(String said) {
    return got.stream().filter(event -> spelled(event).equals(said)).findFirst().orElseThrow();
  }

  private List<String> said(Predicate<JsonNode> which) {
    return got.stream().filter(which).map(LineageRunsTest::spelled).toList();
  }

  private static String spelled(JsonNode event) {
    return event.path("eventType").asText() + " " + event.at("/job/name").asText();
  }
}
