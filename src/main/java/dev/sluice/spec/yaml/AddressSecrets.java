// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.yaml;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Blanks in a text what of a URL may be a secret: who calls, whatever the scheme, and what follows
 * the host of a web address, or the question mark of another one (of a path in Cloud Storage it is
 * a pattern).
 */
final class AddressSecrets {
  private static final Pattern URL =
      Pattern.compile(
          "(?i)\\b(?:https?://([^\\s/?#`\"']*@)?[^\\s/?#@`\"']*([^\\s`\"']*)"
              + "|gs://([^\\s/?#`\"']*@)?"
              + "|[a-z][a-z0-9+.-]*://([^\\s/?#`\"']*@)?[^\\s?`\"']*(\\?[^\\s`\"']*)?)");

  private AddressSecrets() {}

  static String masked(String text) {
    StringBuilder shown = new StringBuilder(text);
    mask(shown);
    return shown.toString();
  }

  /** Blanks in place, so that nothing moves. */
  static void mask(StringBuilder text) {
    Matcher url = URL.matcher(text.toString());
    while (url.find()) {
      for (int group = 1; group <= url.groupCount(); group++) {
        if (url.group(group) != null && !url.group(group).equals("…")) {
          blank(text, url.start(group), url.end(group));
        }
      }
    }
  }

  static void blank(StringBuilder text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Character.isWhitespace(text.charAt(i))) {
        text.setCharAt(i, '*');
      }
    }
  }
}
