// SPDX-License-Identifier: Apache-2.0
package dev.sluice.serve.http;

/**
 * What a request is answered.
 *
 * @param status of HTTP
 * @param type of the body
 * @param location where to go on; empty for nowhere
 */
public record Answer(int status, String type, String body, String location) {
  private static final String HTML = "text/html; charset=utf-8";

  /** A page. */
  public static Answer page(String html) {
    return page(200, html);
  }

  /** A page that says why something was not done. */
  public static Answer page(int status, String html) {
    return new Answer(status, HTML, html, "");
  }

  /** A text for programs. */
  public static Answer text(String type, String body) {
    return new Answer(200, type, body, "");
  }

  /** Shows another page, so that a reload does nothing twice. */
  public static Answer goTo(String location) {
    return new Answer(303, HTML, "", location);
  }

  /** A refusal, in one sentence. */
  static Answer refused(int status, String sentence) {
    return new Answer(status, "text/plain; charset=utf-8", sentence + "\n", "");
  }
}
