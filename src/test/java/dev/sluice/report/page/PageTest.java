// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.page;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import org.junit.jupiter.api.Test;

class PageTest {
  private static final Page NARROW = new Page(40, false);
  private static final String PATH = "/data/" + "x".repeat(200) + "/orders.parquet";

  @Test
  void breaksLinesBetweenWords() {
    assertThat(
        NARROW.fit("  lake  one two three four five six seven eight nine", 8),
        is("  lake  one two three four five six\n        seven eight nine"));
    assertThat(NARROW.fit("short", 2), is("short"));
  }

  @Test
  void cutsAWordThatIsTooLongForALineInItsMiddle() {
    String shown = NARROW.fit("  manifest  " + PATH, 12);
    assertThat(shown, is("  manifest  /data/xxxxxxxx…rders.parquet"));
    assertThat(Words.width(shown), is(40));
  }

  @Test
  void neverGoesBeyondItsEdge() {
    String prose = "Müller 漢字 " + PATH + " 😀😀😀 was written, and so on and on until the end";
    for (int hang : new int[] {0, 2, 19, 60}) {
      NARROW
          .fit(" ".repeat(2) + prose, hang)
          .lines()
          .forEach(line -> assertThat(line, Words.width(line), lessThanOrEqualTo(40)));
    }
  }

  @Test
  void aFileGetsEverything() {
    assertThat(Page.ENDLESS.fit(PATH.repeat(9), 2), is(PATH.repeat(9)));
    assertThat(Page.ENDLESS.paint(Style.BAD, "failed"), is("failed"));
  }

  @Test
  void marksTakeNoRoom() {
    String painted = new Page(80, true).paint(Style.GOOD, "published");
    assertThat(Words.width(painted), is(9));
    assertThat(Words.cut(painted, 9), is(painted));
    assertThat(Style.escape(painted.codePointAt(0)).orElseThrow(), is("\u001b[32m"));
    assertThat(
        Style.escape(painted.codePointBefore(painted.length())).orElseThrow(), is("\u001b[0m"));
  }

  @Test
  void cutsByColumnsAndNotInsideOfACharacter() {
    assertThat(Words.cut("abcdefghij", 5), is("ab…ij"));
    assertThat(Words.cut("abcdefghij", 4), is("ab…j"));
    assertThat(Words.cut("漢字漢字漢字", 6), is("漢…字"));
    assertThat(Words.cut("😀😀😀😀", 5), is("😀…😀"));
    assertThat(Words.head("abcdefghij", 5), is("abcd…"));
    assertThat(Words.width("e\u0301"), is(1));
  }
}
