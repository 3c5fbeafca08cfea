// SPDX-License-Identifier: Apache-2.0
package dev.sluice.serve.page;

import dev.sluice.report.html.HtmlPage;
import dev.sluice.report.html.HtmlText;

/** The frame of the pages of a server: what pipeline, where else to go, what was just done. */
public final class ServedPage {
  private final String base;
  private final String pipeline;

  /**
   * The frame.
   *
   * @param base how every address of the server begins
   */
  public ServedPage(String base, String pipeline) {
    this.base = base;
    this.pipeline = pipeline;
  }

  /** How every address of the server begins. */
  String base() {
    return base;
  }

  /**
   * A page.
   *
   * @param told what was just done; empty for nothing
   */
  public String of(String title, String told, HtmlText body) {
    HtmlText html =
        new HtmlText()
            .raw("<a class=\"skip\" href=\"#part-main\">to the content</a>\n")
            .raw("<header><div class=\"title\"><h1>")
            .brief(pipeline, 100)
            .raw(" <small>")
            .brief(title, 200)
            .raw("</small></h1></div></header>\n")
            .add(places())
            .raw("<main id=\"part-main\">\n");
    if (!told.isEmpty()) {
      html.raw("<div class=\"why done\" role=\"status\">").paragraphs(told).raw("</div>\n");
    }
    html.add(body)
        .raw(
            "</main>\n<footer><p>Personal values are shown as tokens, or not at all.</p></footer>\n");
    return HtmlPage.served(pipeline + ": " + title, html);
  }

  /** A page that says why something was not done. */
  public String refusal(String code, String sentence) {
    HtmlText body =
        new HtmlText().raw("<section><div class=\"why\" role=\"alert\"><p><b>").text(code);
    body.raw("</b></p>").paragraphs(sentence).raw("</div></section>\n");
    return of("not done", "", body);
  }

  /** Where else to go. */
  HtmlText places() {
    HtmlText html = new HtmlText().raw("<nav class=\"toc\" aria-label=\"pages\">");
    link(html, "", "Runs");
    link(html, "letters", "Dead letters");
    link(html, "releases", "Releases");
    return html.raw("</nav>\n");
  }

  /** Adds a link to another page; its place is ours, and spelled as addresses are. */
  HtmlText link(HtmlText html, String place, String text) {
    return html.raw("<a href=\"").text(base + "/" + place).raw("\">").brief(text, 200).raw("</a> ");
  }

  /** The page of a run, with where else to go at its top. */
  public String run(String page, String name, String runId, boolean isStaged) {
    HtmlText html = new HtmlText().raw("<nav class=\"names served\" aria-label=\"pages\">");
    link(html, "", "Runs");
    link(html, "letters?all=1&run=" + runId, "Its dead letters");
    if (isStaged) {
      link(html, "runs/" + name + "/plan", "Decide");
    }
    link(html, "releases", "Releases");
    return HtmlPage.under(html.raw("</nav>\n"), page);
  }
}
