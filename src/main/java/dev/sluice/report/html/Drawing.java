// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.html;

import dev.sluice.report.text.SafeText;
import java.util.List;
import java.util.Locale;

/** Draws bars, which need no scale, as SVG when a page is written: it is there without scripts. */
public final class Drawing {
  private static final double WIDTH = 1000;

  private Drawing() {}

  /**
   * A part of a bar.
   *
   * @param style a class of the style sheet
   * @param label what it is
   */
  public record Part(String style, String label, long size) {}

  /** Draws a bar of parts; one that is not empty is seen, however small. */
  public static void bar(HtmlText html, List<Part> parts) {
    List<Part> shown = parts.stream().filter(part -> part.size() > 0).toList();
    double whole = shown.stream().mapToDouble(Part::size).sum();
    html.raw("<svg class=\"bar\" viewBox=\"0 0 1000 12\" preserveAspectRatio=\"none\" role=\"img\"")
        .raw(" aria-label=\"")
        .text(shown.isEmpty() ? "no rows" : said(shown))
        .raw("\">");
    double least = 8;
    double spare = WIDTH - least * shown.size();
    double x = 0;
    for (Part part : shown) {
      double width = least + spare * part.size() / whole;
      html.raw("<rect class=\"" + part.style() + "\"" + place(x, width) + " height=\"12\"/>");
      x += width;
    }
    html.raw("</svg>");
  }

  /** Draws a stretch of a whole: from where to where, in parts of it between 0 and 1. */
  public static void stretch(HtmlText html, double from, double to, String label) {
    double x = Math.min(WIDTH - 4, WIDTH * from);
    html.raw("<svg class=\"bar\" viewBox=\"0 0 1000 12\" preserveAspectRatio=\"none\" role=\"img\"")
        .raw(" aria-label=\"")
        .text(label)
        .raw("\"><rect class=\"time\"")
        .raw(place(x, Math.max(4, WIDTH * to - x)))
        .raw(" height=\"12\"/></svg>");
  }

  /**
   * Draws how something went in runs, the newest last.
   *
   * @param styles a class of the style sheet for each
   */
  public static void past(HtmlText html, List<String> styles, String label) {
    html.raw("<svg class=\"past\" viewBox=\"0 0 %d 16\" role=\"img\"".formatted(styles.size() * 8))
        .raw(" aria-label=\"")
        .text(label)
        .raw("\">");
    for (int i = 0; i < styles.size(); i++) {
      html.raw(
          "<rect class=\"%s\" x=\"%d\" y=\"1\" width=\"6\" height=\"14\" rx=\"1\"/>"
              .formatted(styles.get(i), i * 8));
    }
    html.raw("</svg>");
  }

  /**
   * Draws a share of a whole, and how much it was before.
   *
   * @param before negative where that is not known
   */
  public static void share(HtmlText html, double now, double before) {
    html.raw(
        "<svg class=\"share\" viewBox=\"0 0 200 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
    html.raw("<path d=\"M0 0h%dv8h-%1$dz\"/>".formatted(Math.round(200 * Math.min(1, now))));
    if (before >= 0) {
      html.raw(
          "<path class=\"was\" d=\"M0 0H%dV8H0\"/>"
              .formatted(Math.round(200 * Math.min(1, before))));
    }
    html.raw("</svg>");
  }

  private static String said(List<Part> parts) {
    return String.join(
        ", ",
        parts.stream().map(part -> SafeText.number(part.size()) + " " + part.label()).toList());
  }

  private static String place(double x, double width) {
    return String.format(Locale.ROOT, " x=\"%.1f\" width=\"%.1f\"", x, width);
  }
}
