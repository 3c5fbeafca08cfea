// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.html;

import dev.sluice.report.text.SafeText;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** Draws as SVG, when a page is written: it is there without scripts, and in print. */
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
   * Draws how a figure went in runs, the newest last.
   *
   * @param points one for each run
   */
  public static void line(HtmlText html, List<Point> points, String label) {
    DoubleSummaryStatistics known =
        points.stream().mapToDouble(Point::value).filter(Double::isFinite).summaryStatistics();
    html.raw(
            "<svg class=\"past line\" viewBox=\"0 0 %d 24\" role=\"img\""
                .formatted(points.size() * 8))
        .raw(" aria-label=\"")
        .text(label)
        .raw("\"><path d=\"");
    boolean isOpen = false;
    for (int i = 0; i < points.size(); i++) {
      boolean isThere = Double.isFinite(points.get(i).value());
      html.raw(isThere ? (isOpen ? "L" : "M") + at(points.get(i), i, known) : "");
      isOpen = isThere;
    }
    html.raw("\"/>");
    for (int i = 0; i < points.size(); i++) {
      boolean isLast = i == points.size() - 1;
      String style = points.get(i).style();
      if (isLast || style.equals("failed")) {
        String[] place = at(points.get(i), i, known).split(" ", 2);
        html.raw(
            "<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"2.6\"/>"
                .formatted(style, place[0], place[1]));
      }
    }
    html.raw("</svg>");
  }

  /**
   * What a figure was in a run.
   *
   * @param value not finite where it was none
   * @param style a class of the style sheet
   */
  public record Point(double value, String style) {}

  /** One that has no value stands in the middle. */
  private static String at(Point point, int place, DoubleSummaryStatistics known) {
    double range = known.getMax() - known.getMin();
    double share = range > 0 ? (point.value() - known.getMin()) / range : 0.5;
    long y = Double.isFinite(share) ? Math.round(20 - 16 * share) : 12;
    return "%d %d".formatted(place * 8 + 4, y);
  }

  /**
   * Draws shares of a whole side by side, and those of before as a line over them.
   *
   * @param before as many; empty for none
   */
  public static void shares(HtmlText html, double[] now, double[] before, String label) {
    double most =
        DoubleStream.concat(DoubleStream.of(now), DoubleStream.of(before)).max().orElse(0);
    html.raw(
            "<svg class=\"shares\" viewBox=\"0 0 480 64\" preserveAspectRatio=\"none\" role=\"img\"")
        .raw(" aria-label=\"")
        .text(label)
        .raw("\"><path d=\"" + bars(now, most) + "\"/>");
    html.raw(before.length == 0 ? "" : "<path class=\"was\" d=\"" + outline(before, most) + "\"/>");
    html.raw("</svg>");
  }

  private static String bars(double[] shares, double most) {
    StringBuilder path = new StringBuilder();
    long step = 480 / shares.length;
    for (int i = 0; i < shares.length; i++) {
      long height = height(shares[i], most);
      if (height > 0) {
        path.append("M%d 64v-%dh%dv%dz".formatted(i * step, height, step - 1, height));
      }
    }
    return path.toString();
  }

  private static String outline(double[] shares, double most) {
    StringBuilder path = new StringBuilder("M0 64");
    long step = 480 / shares.length;
    for (int i = 0; i < shares.length; i++) {
      path.append("V%dH%d".formatted(64 - height(shares[i], most), (i + 1) * step));
    }
    return path.append("V64").toString();
  }

  /** One that is not nothing is seen. */
  private static long height(double share, double most) {
    return share <= 0 || most <= 0 ? 0 : Math.max(2, Math.round(62 * share / most));
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
