// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.infer;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.report.run.page.Pages;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileTest {
  private static final String EVIL = "</script><img src=x onerror=alert(1)>";

  private @TempDir Path folder;

  private Ran profile(String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "profile";
    System.arraycopy(args, 0, all, 1, args.length);
    return Pipelines.sluice(all);
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  private static JsonNode column(JsonNode table, String name) {
    for (JsonNode column : table.path("columns")) {
      if (column.path("name").asText().equals(name)) {
        return column;
      }
    }
    throw new AssertionError("no column " + name + " in " + table);
  }

  @Test
  void writesAPageOverNothingButAPage() {
    String rows = "id,v\n1,2\n";
    Pipelines.write(folder.resolve("x.csv"), rows);
    Ran over = profile(at("x.csv"), "--html", at("x.csv"));
    assertThat(over.exit(), is(3));
    assertThat(over.err(), containsString("x.csv is there already, and is no page. Name another"));
    assertThat(Pipelines.text(folder.resolve("x.csv")), is(rows));
    Ran intoFolder = profile(at("x.csv"), "--html", folder.toString());
    assertThat(intoFolder.exit(), is(3));
    assertThat(intoFolder.err(), containsString(" is a folder. Name a file in it."));
    assertThat(profile(at("x.csv"), "--html", at("page.html")).exit(), is(0));
    assertThat(profile(at("x.csv"), "--html", at("page.html")).exit(), is(0));
  }

  @Test
  void describesEveryFormatAlike() throws StatementFailed {
    Pipelines.write(folder.resolve("a_1.csv"), "id;price;paid\n1;1,50;true\n2;2,50;false\n");
    Pipelines.write(folder.resolve("a_2.csv"), "id;price;paid\n3;;true\n");
    Pipelines.write(
        folder.resolve("b.json"),
        "{\"id\": 1, \"price\": 1.5, \"paid\": true}\n{\"id\": 2, \"price\": 2.5, \"paid\": false}\n{\"id\": 3, \"paid\": true}\n");
    try (Kernel kernel = Kernel.open(KernelSettings.aside(folder.toString()))) {
      kernel.execute(
          "COPY (FROM (VALUES (1, 1.5::DOUBLE, true), (2, 2.5, false), (3, NULL, true)) t(id, price, paid)) TO '%s'"
              .formatted(at("c.parquet")));
    }
    Ran ran = profile(folder.toString(), "--json");
    assertThat(ran.toString(), ran.exit(), is(0));
    assertThat(ran.json().path("tables").size(), is(3));
    for (JsonNode table : ran.json().path("tables")) {
      assertThat(table.toString(), table.path("rows").asLong(), is(3L));
      assertThat(table.path("dead").asLong(), is(0L));
      assertThat(table.path("whole").asBoolean(), is(true));
      assertThat(column(table, "id").path("distinct").asDouble(), is(3.0));
      assertThat(column(table, "price").path("nulls").asLong(), is(1L));
      assertThat(column(table, "price").path("mean").asDouble(), is(2.0));
      assertThat(column(table, "paid").path("trues").asLong(), is(2L));
    }
    assertThat(ran.json().at("/tables/0/files").asInt(), is(2));
    Ran text = profile(at("a_*.csv"));
    assertThat(text.out(), containsString("a: 3 rows of 2 files, csv"));
  }

  @Test
  void takesPathsFromTheCurrentFolder() {
    Ran ran = profile("examples/kinds/data/places.csv", "--json");
    assertThat(ran.toString(), ran.exit(), is(0));
    assertThat(ran.json().at("/tables/0/rows").asLong(), is(6L));
  }

  @Test
  void writesAPageOnWhichValuesAreTexts() {
    Pipelines.write(
        folder.resolve("x.csv"),
        "n,who,mail\n1,%1$s,a@x.org\n2,%1$s,a@x.org\n3,\"b\"x,c@x.org\n4,b,b@x.org\n"
            .formatted(EVIL));
    Ran ran = profile(at("x.csv"), "--html", at("page.html"), "--personal", "mail", "--json");
    assertThat(ran.toString(), ran.exit(), is(0));
    assertThat(ran.json().at("/tables/0/dead").asLong(), is(1L));
    assertThat(column(ran.json().at("/tables/0"), "mail").has("frequent"), is(false));
    String html = Pages.keep("profile", Pipelines.text(folder.resolve("page.html")));
    assertThat(
        html,
        allOf(
            containsString("<code>&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;</code>"),
            containsString("1 more row is not among them: in a run it would be a dead row."),
            containsString("Rows are counted, and nothing of values is told."),
            containsString("<div class=\"chart bins\"")));
    assertThat(html, not(containsString("<img")));
    assertThat(html, not(containsString("x.org")));
    Ran wrong = profile(at("x.csv"), "--personal", "mial");
    assertThat(wrong.exit(), is(2));
    assertThat(wrong.err(), containsString("did you mean `mail`?"));
  }

  @Test
  void addsUpThePartsOfALongFile() {
    String rows =
        IntStream.rangeClosed(1, 300_000)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining("\n"));
    Pipelines.write(folder.resolve("long.csv"), "n\n" + rows + "\n");
    JsonNode n = column(profile(at("long.csv"), "--json").json().at("/tables/0"), "n");
    assertThat(n.path("rows").asLong(), is(300_000L));
    assertThat(n.path("max").asText(), is("300000"));
    assertThat(n.path("mean").asDouble(), closeTo(150_000.5, 1e-6));
    assertThat(n.path("distinct").asDouble(), closeTo(300_000, 15_000));
    JsonNode some = profile(at("long.csv"), "--sample", "1000", "--json").json().at("/tables/0");
    assertThat(some.path("rows").asLong(), is(1000L));
    assertThat(some.path("whole").asBoolean(), is(false));
  }

  @Test
  void saysWhatItCannotRead() {
    Ran none = profile(at("none.csv"));
    assertThat(none.toString(), none.exit(), is(1));
    assertThat(none.err(), containsString("NO_FILES: No file matches "));
    Pipelines.write(folder.resolve("empty.csv"), "a,b\n");
    Ran empty = profile(at("empty.csv"), "--html", at("empty.html"));
    assertThat(empty.toString(), empty.exit(), is(0));
    assertThat(
        Pipelines.text(folder.resolve("empty.html")), containsString("<span>no rows</span>"));
  }
}
