// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.html;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A chart that a script of the page draws of the lines of text that stand in it. Without scripts
 * the text is shown, so that no figure is missing.
 */
public final class Chart {
  /** How a chart begins, wherever one stands. */
  static final String MARK = "<div class=\"chart ";

  private final Kind kind;
  private final String label;
  private final Map<String, String> traits = new LinkedHashMap<>();
  private final List<List<String>> rows = new ArrayList<>();

  /** What is drawn. */
  public enum Kind {
    /** Stretches of equal width, of each where it begins, a share in percent, and that before. */
    BINS,
    /** Runs, of each its number, a figure, the least and the most that were asked, and a mark. */
    PAST
  }

  /**
   * A chart of nothing yet.
   *
   * @param label what it shows, for those who hear it
   * @param heads what stands in each place of a row
   */
  public Chart(Kind kind, String label, String... heads) {
    this.kind = kind;
    this.label = label;
    row(heads);
  }

  /** Says something of the whole, for the script. */
  public Chart with(String name, String value) {
    traits.put(name, value);
    return this;
  }

  /** Adds a row; nothing at the end of it needs to be said. */
  public Chart row(String... cells) {
    rows.add(List.of(cells));
    return this;
  }

  /** Writes its place, and what it is drawn of. */
  public void write(HtmlText html) {
    html.raw(MARK + kind.name().toLowerCase(Locale.ROOT) + "\"");
    traits.forEach((name, value) -> html.raw(" data-" + name + "=\"").text(value).raw("\""));
    html.raw("><div role=\"img\" aria-label=\"").text(label).raw("\"></div><pre>");
    for (List<String> row : rows) {
      html.raw(row == rows.get(0) ? "" : "\n");
      html.raw(String.join("\t", row.stream().map(HtmlText::escape).toList()).stripTrailing());
    }
    html.raw("</pre></div>\n");
  }
}
