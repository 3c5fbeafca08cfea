// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.html;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import org.junit.jupiter.api.Test;

class HtmlPageTest {
  private static final String CHARTS = "uPlot 1.";
  private static final String PICTURES = "dagre 3.";

  @Test
  void carriesNoLibraryForWhatItDoesNotShow() {
    assertThat(
        HtmlPage.of("a", new HtmlText().text("<div class=\"chart bins\">")),
        allOf(not(containsString(CHARTS)), not(containsString(PICTURES))));
  }

  @Test
  void carriesTheLibraryOfWhatItShowsWithItsLicence() {
    HtmlText charted = new HtmlText();
    new Chart(Chart.Kind.PAST, "how it went", "run", "figure").row("1", "2").write(charted);
    assertThat(
        HtmlPage.of("a", charted),
        allOf(
            containsString(CHARTS),
            containsString("Permission is hereby granted"),
            not(containsString(PICTURES))));
    HtmlText pictured = new HtmlText();
    new Picture().node("a", "a", "", "table").write(pictured);
    assertThat(
        HtmlPage.of("a", pictured), allOf(containsString(PICTURES), not(containsString(CHARTS))));
  }

  @Test
  void keepsWhatItIsDrawnOfAsTextWhateverThatHolds() {
    HtmlText html = new HtmlText();
    new Chart(Chart.Kind.BINS, "a \"b\"", "from", "%")
        .with("last", "<c>")
        .row("</pre>\n\t", "1")
        .row("d", "")
        .write(html);
    assertThat(
        html.toString(),
        containsString(
            "<div class=\"chart bins\" data-last=\"&lt;c&gt;\"><div role=\"img\" aria-label=\"a"
                + " &quot;b&quot;\"></div><pre>from\t%\n&lt;/pre&gt;\\n\\t\t1\nd</pre></div>"));
  }
}
