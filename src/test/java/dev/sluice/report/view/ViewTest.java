// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.view;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import dev.sluice.report.page.Page;
import dev.sluice.report.page.Style;
import dev.sluice.report.page.Words;
import java.util.List;
import org.junit.jupiter.api.Test;

class ViewTest {
  private static final Page EIGHTY = new Page(80, false);
  private static final String LONG = "a_table_whose_name_is_as_long_as_names_may_be_which_is_sixty";

  private record Row(String name, long read, long live, String why) {}

  private static final Table<Row> TABLE =
      Table.<Row>indented()
          .left("table", Row::name)
          .number("read", Row::read)
          .styled(row -> row.read() > 9 ? Style.CARE : Style.PLAIN)
          .number("live", Row::live)
          .left("why", Row::why);

  private static final List<Row> ROWS =
      List.of(new Row(LONG, 1_234_567, 9, "because " + "x".repeat(60)), new Row("b", 1, 2, ""));

  private static void requireFit(String text, int width) {
    text.lines().forEach(line -> assertThat(line, Words.width(line), lessThanOrEqualTo(width)));
  }

  @Test
  void takesRoomFromTheWidestTextsOfATable() {
    String text = new View().table(ROWS, TABLE).text(EIGHTY);
    assertThat(
        text,
        is(
            """
              table                               read  live  why
              a_table_whose_…which_is_sixty  1,234,567     9  because xxxxxxx…xxxxxxxxxxxxxx
              b                                      1     2
            """));
    requireFit(text, 80);
  }

  @Test
  void aFileGetsEveryCellAsItIs() {
    String text = new View().table(ROWS, TABLE).text();
    assertThat(text.lines().skip(1).findFirst().orElseThrow().contains(LONG), is(true));
    assertThat(text.contains("because " + "x".repeat(60)), is(true));
  }

  @Test
  void saysNumbersBrieflyWhereNothingElseGives() {
    Table<Row> wide = Table.<Row>atMargin().left("table", Row::name);
    for (int i = 0; i < 6; i++) {
      wide.number("count " + i, row -> row.read() * 1_000_000);
    }
    String text = new View().table(ROWS, wide).text(EIGHTY);
    requireFit(text, 80);
    assertThat(text.lines().skip(1).findFirst().orElseThrow().contains("  1.2T  "), is(true));
  }

  @Test
  void paintsTitlesAndStates() {
    String text =
        new View()
            .table(ROWS, TABLE)
            .state("run ", Style.BAD, "failed", "!")
            .text(new Page(80, true));
    requireFit(text, 80);
    assertThat(text.contains("\uFDD1table\uFDD0"), is(true));
    assertThat(text.contains("\uFDD31,234,567\uFDD0"), is(true));
    assertThat(text.endsWith("run \uFDD4failed\uFDD0!\n"), is(true));
  }

  @Test
  void leavesCommandsWhole() {
    String command = "  sluice run /" + "x".repeat(200);
    String query = "    duckdb -readonly /" + "x".repeat(200) + " 'FROM a.b'";
    assertThat(
        new View().line(command).line(query).text(EIGHTY), is(command + "\n" + query + "\n"));
  }

  @Test
  void breaksSentencesAndCutsPaths() {
    String path = "/data/" + "x".repeat(200) + "/000001.json";
    String text =
        new View()
            .line(
                "shop: nothing new since run 7, made for 2026-01-31T15:00:00Z; no row was read by it")
            .labelled(14, "manifest", path)
            .text(EIGHTY);
    assertThat(
        text,
        is(
            "shop: nothing new since run 7, made for 2026-01-31T15:00:00Z; no row was read by\n"
                + "  it\n"
                + "  manifest      /data/xxxxxxxxxxxxxxxxxxxxxxxxxx…xxxxxxxxxxxxxxxxxxx/000001.json\n"));
  }

  @Test
  void dataCannotPaint() {
    assertThat(
        new View().line("\uFDD4red\uFDD0").text(new Page(80, true)), is("\\ufdd4red\\ufdd0\n"));
  }
}
