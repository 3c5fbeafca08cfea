// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.run.page;

import dev.sluice.report.html.HtmlText;
import java.util.Locale;

/** A word that says how something went, in a colour that says it too. */
public final class Mark {
  private Mark() {}

  /** How it went. */
  enum Style {
    GOOD,
    CARE,
    BAD,
    PLAIN
  }

  static void write(HtmlText html, Style style, String word) {
    html.raw("<span class=\"state " + style.name().toLowerCase(Locale.ROOT) + "\">")
        .text(word)
        .raw("</span>");
  }

  /** How a page says where its run stands. */
  static String standing(String state) {
    HtmlText html = new HtmlText();
    standing(html, state);
    return html.toString();
  }

  /** Writes where a run stands. */
  public static void standing(HtmlText html, String state) {
    Style style =
        switch (state) {
          case "released" -> Style.GOOD;
          case "failed", "rejected", "expired" -> Style.BAD;
          case "replaced", "rolled_back" -> Style.PLAIN;
          default -> Style.CARE;
        };
    write(html, style, state.replace('_', ' '));
  }
}
