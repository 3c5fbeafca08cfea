// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.run.page;

import dev.sluice.report.html.HtmlText;
import java.util.Locale;

/** A word that says how something went, in a colour that says it too. */
final class Mark {
  private Mark() {}

  enum Style {
    GOOD,
    CARE,
    BAD
  }

  static void write(HtmlText html, Style style, String word) {
    html.raw("<span class=\"state " + style.name().toLowerCase(Locale.ROOT) + "\">")
        .text(word)
        .raw("</span>");
  }
}
