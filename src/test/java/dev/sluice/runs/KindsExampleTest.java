// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example with a table of every kind of data: which rows are good, and why others are not. */
class KindsExampleTest {
  private @TempDir Path folder;

  private Ran sluice(String... args) {
    return Pipelines.sluice(args);
  }

  private List<String> rows(String sql) {
    Ran ran = sluice("query", folder.toString(), sql, "--json");
    assertThat(ran.err(), ran.exit(), is(0));
    List<String> rows = new ArrayList<>();
    for (JsonNode row : ran.json().path("rows")) {
      List<String> values = new ArrayList<>();
      row.elements().forEachRemaining(value -> values.add(value.asText()));
      rows.add(String.join("|", values));
    }
    return rows;
  }

  @Test
  void keepsGoodRowsOfEveryKindAndSaysWhatIsWrongWithOthers() throws IOException {
    Path unused = Pipelines.copy(Path.of("examples/kinds"), folder);
    Ran run = sluice("run", folder.toString(), "--json");
    assertThat(run.err() + run.out(), run.exit(), is(0));
    assertThat(
        rows(
            """
            SELECT t, string_agg(v, ', ' ORDER BY v) AS good FROM (
              SELECT 'measurements' AS t, id::VARCHAR AS v FROM measurements
              UNION ALL SELECT 'readings', sensor || ' ' || day FROM readings
              UNION ALL SELECT 'places', name FROM places
              UNION ALL SELECT 'orders', id || ' with ' || len(lines) FROM orders
              UNION ALL SELECT 'people', id::VARCHAR FROM people
              UNION ALL SELECT 'knows', from_id || ' ' || to_id FROM knows
              UNION ALL SELECT 'documents', id::VARCHAR FROM documents
              UNION ALL SELECT 'media', bytes::VARCHAR FROM media
              UNION ALL SELECT 'blobs', id::VARCHAR FROM blobs)
            GROUP BY t ORDER BY t"""),
        contains(
            "blobs|1, 2, 3",
            "documents|1, 2, 3",
            "knows|1 2, 2 3, 3 9",
            "measurements|1, 2, 3",
            "media|100, 2048",
            "orders|1 with 1, 2 with 2",
            "people|1, 2, 3",
            "places|Bonn, North Pole, Nowhere",
            "readings|a 2026-01-01, a 2026-01-02, a 2026-01-03, b 2026-01-01, b 2026-01-04"));
    assertThat(
        rows(
            "SELECT table_name, regexp_replace(unnest(reasons).message, 'pii:[0-9a-f]+', 'pii:0') AS m FROM dead_letters ORDER BY ALL"),
        contains(
            "blobs|content has 9 bytes, must have between 1 and 8 bytes.",
            "documents|body has 0 characters, must have between 1 and 10000 characters.",
            "documents|vector has 3 numbers, must have 4 finite numbers and a norm of between 0.99 and 1.01.",
            "documents|vector has the norm 2.0, must have 4 finite numbers and a norm of between 0.99 and 1.01.",
            "documents|vector holds null, must have 4 finite numbers and a norm of between 0.99 and 1.01.",
            "knows|Rule 'no_loop' is false.",
            "measurements|Column 'eggs': '2.5' has more decimals than INTEGER holds.",
            "measurements|Column 'nested': 'perhaps' is not of type BOOLEAN. Read are: true, false.",
            "measurements|Column 'severity': 'severe' is none of low, mid, high.",
            "measurements|Column 'temperature': 'NaN' is not of type DOUBLE.",
            "measurements|eggs is 13, must be between 0 and 12.",
            "measurements|species is 'eagle', must be one of wren, robin, owl.",
            "measurements|temperature is 99.9, must be between -90 and 60.",
            "media|audio is 'gs://sounds/wren.txt', must match ^(https?|gs)://[^/]+/.+[.](mp3|ogg|wav|flac)$.",
            "media|bytes is 0, must be at least 1.",
            "media|image is 'https://example.org/a.exe', must be the URL of an image, such as https://example.org/a.png.",
            "media|sha256 is 'E3B0', must match ^[0-9a-f]{64}$.",
            "orders|Column 'customer.name': a value is required.",
            "orders|Column 'lines[1].quantity': 'pii:0' is not of type INTEGER.",
            "orders|Rule 'len(lines) > 0' is false.",
            "orders|Rule 'quantities' is false.",
            "orders|extra does not fit: $: required property 'channel' not found, must be JSON that fits its schema.",
            "people|Column 'id': 'x' is not of type BIGINT.",
            "places|area is 'POLYGON ((7 50, 8', must be a geometry in WKT, such as POINT (7.1 50.7).",
            "places|lat is 91.0, must be between -90 and 90 degrees.",
            "places|lon is 180.5, must be between -180 and 180 degrees.",
            "readings|Column 'day': '2026-02-30' does not exist, or is outside the years 1 to 9999.",
            "readings|day is 2025-12-31, must be at least 2026-01-01."));
    assertThat(
        failed(run.json()),
        contains(
            "knows references: {column: to_id, table: people, to: id}: 1 row without a match",
            "readings no_gaps: {column: day, per: [sensor]}: 1 gap"));
  }

  private static List<String> failed(JsonNode run) {
    List<String> failed = new ArrayList<>();
    for (JsonNode verdict : run.path("verdicts")) {
      if (!verdict.path("passed").asBoolean()) {
        failed.add(
            "%s %s: %s"
                .formatted(
                    verdict.path("table").asText(),
                    verdict.path("check").asText(),
                    verdict.path("observed").asText()));
      }
    }
    return failed;
  }

  @Test
  void tellsWhatTablesAreAboutAndWarnsOfAnUnusualVolume() throws IOException {
    SmallShop shop =
        new SmallShop(folder)
            .spec(
                "{csv: data/*.csv}",
                "load: append",
                "about: {owner: ada, type: events, classification: internal, license: CC0-1.0,"
                    + " expected_volume: {min: 2, max: 3}, columns: {amount: {classification: restricted, type: continuous}}}");
    shop.data("a.csv", "id,shop,amount,at\n1,x,1.00,2026-01-01\n").run();
    Ran show = sluice("show", folder.toString(), "sales");
    assertThat(show.out(), containsString("  owner   ada\n  type    events\n"));
    assertThat(show.out(), containsString("  access  internal\n"));
    assertThat(show.out(), containsString("  usual   2 to 3 rows\n"));
    assertThat(show.out(), containsString("continuous, restricted"));
    Ran page = sluice("report", folder.toString(), "--json");
    String html = Files.readString(Path.of(page.json().path("page").asText()));
    assertThat(html, containsString("<small>access: internal</small>"));
    assertThat(html, containsString("<small>usual: 2 to 3 rows</small>"));
    assertThat(html, containsString("never null, continuous, restricted"));
    assertThat(volume(), contains("1 row read, expected 2 to 3 rows: false"));
    shop.data("b.csv", "id,shop,amount,at\n2,x,1.00,2026-01-01\n3,x,1.00,2026-01-01\n").run();
    assertThat(volume(), contains("2 rows read, expected 2 to 3 rows: true"));
  }

  private List<String> volume() throws IOException {
    List<Manifest> all = ManifestStore.committed(folder + "/lake");
    return all.get(0).verdicts().stream()
        .filter(verdict -> verdict.check().equals("expected_volume"))
        .map(v -> "%s, expected %s: %s".formatted(v.observed(), v.expected(), v.passed()))
        .toList();
  }
}
