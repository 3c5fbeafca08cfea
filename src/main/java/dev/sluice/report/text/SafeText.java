// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.text;

import dev.sluice.error.PlainWords;
import dev.sluice.error.Plural;
import java.time.Duration;
import java.util.Locale;

/** Shows names, numbers and times to people; whatever data says, a terminal stays unharmed. */
public final class SafeText {
  private static final String UNITS = "kMGTPE";
  private static final int NON_JOINER = 0x200c;
  private static final int JOINER = 0x200d;

  private SafeText() {}

  /** The text on one line, with control and direction characters spelled out. */
  public static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> out.append(spelled(c)));
    return out.toString();
  }

  /** A character as it is, or its escape when a terminal would obey it or hide text for it. */
  public static String spelled(int character) {
    return switch (character) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default ->
          isObeyed(character)
              ? String.format(Locale.ROOT, "\\u%04x", character)
              : Character.toString(character);
    };
  }

  /** Whether a character moves the cursor, turns text around, or ends a line. */
  static boolean isObeyed(int character) {
    int type = Character.getType(character);
    if (character == JOINER || character == NON_JOINER) {
      return false; // letters of Persian and Hindi, and emoji, are written by them
    }
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.SURROGATE
        || (character >= 0xFDD0 && character <= 0xFDEF) // no characters: colours are marked by them
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }

  /** A count with thousands separators. */
  public static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** A count in at most six characters, for where there is little room. */
  public static String brief(long count) {
    if (Math.abs(count) < 100_000) {
      return number(count);
    }
    String[] units = {"k", "M", "G", "T", "P", "E"};
    double rest = count / 1000.0;
    int unit = 0;
    while (Math.abs(rest) >= 999.5) {
      rest /= 1000;
      unit++;
    }
    return String.format(
        Locale.ROOT, Math.abs(rest) < 99.95 ? "%.1f%s" : "%.0f%s", rest, units[unit]);
  }

  /** A count with its noun, in the plural unless it is one. */
  public static String count(long count, String noun) {
    return number(count) + " " + Plural.noun(count, noun);
  }

  /** An instant of a document, to the second; a text that is none as it is. */
  public static String time(String instant) {
    return PlainWords.second(instant);
  }

  /** A length as people say it: three digits or so, in steps of a thousand. */
  public static String bytes(long length) {
    if (length < 1000) {
      return count(length, "byte");
    }
    double size = length;
    int step = -1;
    while (size >= 999.5 && step < UNITS.length() - 1) {
      size /= 1000;
      step++;
    }
    String form = size < 9.95 ? "%.1f %sB" : "%.0f %sB";
    return String.format(Locale.ROOT, form, size, UNITS.charAt(step));
  }

  /** A time span, as precise as people care. */
  public static String seconds(Duration span) {
    double seconds = span.toMillis() / 1000.0;
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    return String.format(
        Locale.ROOT,
        seconds < 3600 ? "%2$d:%3$02d min" : "%d:%02d:%02d h",
        span.toHours(),
        span.toMinutesPart(),
        span.toSecondsPart());
  }
}
