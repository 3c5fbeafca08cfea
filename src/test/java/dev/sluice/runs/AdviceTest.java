// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.explain.advice.Edit;
import dev.sluice.explain.advice.SpecTrial;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import dev.sluice.spec.parse.SpecParser;
import dev.sluice.spec.parse.choice.Choices;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every line that anybody is told to write can stand where it is said to. */
class AdviceTest {
  private static final String DATE = "{\"type\": \"int\", \"logicalType\": \"date\"}";

  private static final String LOCAL =
      "{\"type\": \"long\", \"logicalType\": \"local-timestamp-micros\"}";

  private static final String TIME = "{\"type\": \"long\", \"logicalType\": \"time-micros\"}";

  private static final String DECIMAL =
      "{\"type\": \"bytes\", \"logicalType\": \"decimal\", \"precision\": 6, \"scale\": 2}";

  private static final String SYMBOLS =
      "{\"type\": \"enum\", \"name\": \"st\", \"symbols\": [\"open\", \"paid\"]}";

  /** What is wrong with each column, and what of the first row. */
  private static final List<String[]> DIRT =
      List.of(
          column("speed", "double", "\"double\"", "NA", "NA", "\"NA\"", "2.5"),
          column("at", "date", DATE, "31.01.2026", "30.01.2026", null, null),
          column("short", "date", DATE, "01/31/26", "12/05/26", null, null),
          column(
              "zoned",
              "timestamp",
              LOCAL,
              "2026-01-31T10:00:00+02:00",
              "2026-01-31 11:00:00Z",
              null,
              null),
          column("sheet", "date", DATE, "46053", "46054", null, null),
          column("active", "boolean", "\"boolean\"", "Y", "N", null, null),
          column("part", "int", "\"int\"", "5.5", "7", "5.5", "7"),
          column("price", "\"decimal(6,2)\"", DECIMAL, "12345.678", "1", "12345.678", "1"),
          column("german", "double", "\"double\"", "1.234,5", "0,5", null, null),
          column("must", "int!", null, "", "5", "null", "5"),
          column("state", "enum(open, paid)", SYMBOLS, "re: open", "paid", null, null));

  private @TempDir Path folder;

  private static String[] column(String... all) {
    return all;
  }

  @Test
  void mendsEveryKindOfDirtInEveryFormOfContract() {
    StringBuilder spec =
        new StringBuilder("name: t\nlake: lake\ndefaults: {tolerate: {dead_ratio: 1}}\ntables:\n");
    for (String table : List.of("csv_said", "csv_schema", "json_said", "json_schema")) {
      String format = table.substring(0, table.indexOf('_'));
      spec.append("  %s:\n    source: {%s: %s.%s}\n".formatted(table, format, table, format));
      spec.append("    load: replace\n");
      boolean isSaid = table.endsWith("said");
      spec.append(isSaid ? "    columns:\n      id: int!\n" : "    schema: " + table + ".avsc\n");
      if (isSaid) {
        DIRT.forEach(each -> spec.append("      %s: %s\n".formatted(each[0], each[1])));
      } else {
        Pipelines.write(folder.resolve(table + ".avsc"), schema(table));
      }
      Pipelines.write(folder.resolve(table + "." + format), format.equals("csv") ? csv() : json());
    }
    Pipelines.write(folder.resolve("pipeline.yaml"), spec.toString());
    Ran first = Pipelines.run(folder, "--json");
    List<String> unsaid = new ArrayList<>();
    for (JsonNode cause : first.json().at("/causes")) {
      if (cause.path("edits").isEmpty() || !cause.path("besides").isNull()) {
        unsaid.add(cause.toString());
      }
      cause.path("edits").forEach(this::write);
    }
    assertThat(unsaid, empty());
    assertThat(first.json().at("/causes").size(), greaterThan(40));
    Ran again = Pipelines.run(folder, "--json", "--again");
    assertThat(again.toString(), again.json().at("/causes").toString(), is("[]"));
    String all =
        Stream.of("csv_said", "csv_schema", "json_said", "json_schema")
            .map("SELECT short, zoned, german, speed FROM %s WHERE id < 2"::formatted)
            .collect(Collectors.joining(" UNION "));
    assertThat(
        Pipelines.sluice("query", folder.toString(), all + " ORDER BY ALL", "--format", "csv")
            .out(),
        is(
            """
            short,zoned,german,speed
            2026-01-31,2026-01-31 08:00:00+00,1234.5,
            2026-12-05,2026-01-31 11:00:00+00,0.5,2.5
            2026-12-05,2026-01-31 11:00:00+00,0.5,
            """));
  }

  private static String schema(String table) {
    StringBuilder text =
        new StringBuilder("{\"type\": \"record\", \"name\": \"" + table + "\", \"fields\": [\n");
    text.append("  {\"name\": \"id\", \"type\": \"int\"}");
    for (String[] each : DIRT) {
      String type = each[2] == null ? "\"int\"" : "[\"null\", " + each[2] + "]";
      text.append(",\n  {\"name\": \"%s\", \"type\": %s}".formatted(each[0], type));
    }
    return text + "\n]}\n";
  }

  private static String csv() {
    StringBuilder text = new StringBuilder("id");
    DIRT.forEach(each -> text.append(',').append(each[0]));
    for (int row = 0; row < 4; row++) {
      text.append('\n').append(row);
      for (String[] each : DIRT) {
        text.append(",\"").append(each[3 + row % 2]).append('"');
      }
    }
    return text.toString().replace("\"\"", "") + "\n";
  }

  private static String json() {
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < 4; row++) {
      text.append("{\"id\": ").append(row);
      for (String[] each : DIRT) {
        String own = each[5 + row % 2];
        String value = own == null ? '"' + each[3 + row % 2] + '"' : own;
        text.append(", \"%s\": %s".formatted(each[0], value));
      }
      text.append("}\n");
    }
    return text.toString();
  }

  @Test
  void saysWhatElseTheLinesDemand() {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: t
        lake: lake
        defaults: {tolerate: {dead_ratio: 1}}
        tables:
          ruled: {source: {csv: a.csv}, load: replace, columns: {id: int!, n: int}, rules: [n > 0]}
          there: {source: {csv: a.csv}, columns: {id: int!, n: int}}
        models:
          m: {sql: "SELECT id, n + 1 AS k FROM there"}
        """);
    Pipelines.write(folder.resolve("a.csv"), "id,n\n1,a\n2,b\n3,c\n4,5\n");
    JsonNode causes = Pipelines.run(folder, "--json").json().at("/causes");
    assertThat(
        besides(causes, "ruled"),
        is(
            "then mend also pipeline.yaml:5 (Cannot compare values of type VARCHAR and type"
                + " INTEGER_LITERAL - an explicit cast is required)"));
    assertThat(besides(causes, "there"), containsString("then mend also pipeline.yaml:8 ("));
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        Pipelines.text(folder.resolve("pipeline.yaml")).replace("n + 1 AS k", "n AS k"));
    Pipelines.write(folder.resolve("a.csv"), "id,n\n1,a\n2,b\n3,c\n4,6\n");
    causes = Pipelines.run(folder, "--json").json().at("/causes");
    assertThat(
        besides(causes, "there"),
        is(
            "the rows that are there cannot follow (`n` was INTEGER and is now VARCHAR, which does"
                + " not hold every value of it): give the table another name, or correct the"
                + " source"));
  }

  private static String besides(JsonNode causes, String table) {
    for (JsonNode cause : causes) {
      if (cause.path("table").asText().equals(table)) {
        assertThat(cause.path("edits").isEmpty(), is(false));
        return cause.path("besides").asText();
      }
    }
    throw new AssertionError(table + " in " + causes);
  }

  @Test
  void tellsNoLineThatTheParserRefuses() {
    String spec =
        """
        name: t
        lake: lake
        tables:
          a:
            source: {csv: a.csv}
            columns: {id: int!}
        """;
    Pipelines.write(folder.resolve("pipeline.yaml"), spec);
    SpecTrial trial =
        new SpecTrial(
            edits -> SpecParser.parse(folder, Choices.of(name -> null), edits), null, List.of());
    assertThat(
        trial.of("a", "id", List.of(edit("columns", "id", "id: nothing!"))).refused(),
        containsString("`nothing`"));
    assertThat(
        trial
            .of("a", "", List.of(edit("source", "", "source: {csv: a.csv, colour: red}")))
            .refused(),
        containsString("`colour`"));
    assertThat(
        trial.of("a", "id", List.of(edit("columns", "id", "id: bigint!"))).refused(), nullValue());
    assertThat(Pipelines.text(folder.resolve("pipeline.yaml")), is(spec));
  }

  private static Edit edit(String key, String column, String text) {
    List<String> path = new ArrayList<>(List.of("tables", "a", key));
    if (!column.isEmpty()) {
      path.add(column);
    }
    return new Edit("pipeline.yaml", 1, path, text);
  }

  /** Writes a line where it is said to go; a comma behind it stays. */
  private void write(JsonNode edit) {
    Path file = folder.resolve(edit.path("file").asText());
    List<String> lines = new ArrayList<>(Pipelines.text(file).lines().toList());
    int at = edit.path("line").asInt() - 1;
    String comma = lines.get(at).endsWith(",") ? "," : "";
    String text = edit.path("text").asText() + comma;
    lines.set(at, lines.get(at).replaceFirst("\\S.*", Matcher.quoteReplacement(text)));
    Pipelines.write(file, String.join("\n", lines) + "\n");
  }
}
