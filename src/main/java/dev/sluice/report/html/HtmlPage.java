// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;

/**
 * The frame of every page: one file that asks for nothing, in light and dark, in which nothing runs
 * and nothing is styled but what is ours, for its digests stand at the top.
 */
public final class HtmlPage {
  private static final String BODY = "<body>\n";

  private HtmlPage() {}

  /**
   * A page.
   *
   * @param body what stands in it; scripts add to it, and nothing is missing without them
   */
  public static String of(String title, HtmlText body) {
    return of(title, body, "form-action 'none'", "no-referrer");
  }

  /** A page that a server of ours shows, whose forms it takes. */
  public static String served(String title, HtmlText body) {
    // A form says where it comes from only where that may be told.
    return of(title, body, "form-action 'self'", "same-origin");
  }

  /** A page of ours with something more at its top, behind the link that skips it. */
  public static String under(HtmlText top, String page) {
    return page.replaceFirst(
        BODY + "(<a class=\"skip\".*\n)?", "$0" + Matcher.quoteReplacement(top.toString()));
  }

  private static String of(String title, HtmlText body, String forms, String referrer) {
    String markup = body.toString();
    boolean isCharted = markup.contains(Chart.MARK);
    String style = resource("page.css") + (isCharted ? charted(".css") : "");
    String first = resource("theme.js");
    String last =
        (markup.contains(Picture.MARK)
                ? resource("dagre.min.js") + "\n" + resource("picture.js")
                : "")
            + (isCharted ? charted(".js") : "")
            + resource("page.js");
    return new HtmlText()
        .raw("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n")
        .raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ")
        .raw("style-src '" + digest(style) + "'; ")
        .raw("script-src '" + digest(first) + "' '" + digest(last) + "'; ")
        .raw("base-uri 'none'; " + forms + "\">\n")
        .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .raw("<meta name=\"referrer\" content=\"" + referrer + "\">\n")
        .element("title", title)
        .raw("\n<style>" + style + "</style>\n<script>" + first + "</script></head>" + BODY)
        .raw(markup)
        .raw("<script>" + last + "</script>\n</body></html>\n")
        .toString();
  }

  /**
   * The library of charts and what we draw by it; on paper they are as sharp as on fine screens.
   */
  private static String charted(String kind) {
    String library = resource("uplot.min" + kind);
    return kind.equals(".css")
        ? library + "\n" + resource("chart.css")
        : "const uPlot = ((devicePixelRatio) => {\n%s\nreturn uPlot; })(Math.max(2, devicePixelRatio));\n"
                .formatted(library)
            + resource("chart.js");
  }

  private static String digest(String content) {
    try {
      byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("The jar lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
