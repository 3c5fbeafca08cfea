// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.unit;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spans of time as people write them: {@code 90m}, {@code 24h}, {@code 7d}. */
public final class Spans {
  /** How to write one, for messages. */
  public static final String FORM = "a whole number and s, m, h or d, such as 90m, 24h or 7d";

  private static final Pattern SPAN = Pattern.compile("([0-9]{1,6})([smhd])");

  private Spans() {}

  /** Reads a span; empty when the text is none. */
  public static Optional<Duration> parse(String text) {
    Matcher span = SPAN.matcher(text);
    if (!span.matches()) {
      return Optional.empty();
    }
    long count = Long.parseLong(span.group(1));
    return Optional.of(
        switch (span.group(2)) {
          case "s" -> Duration.ofSeconds(count);
          case "m" -> Duration.ofMinutes(count);
          case "h" -> Duration.ofHours(count);
          default -> Duration.ofDays(count);
        });
  }

  /** Writes a span of whole seconds in its largest whole unit, so that {@link #parse} reads it. */
  public static String spell(Duration span) {
    long seconds = span.toSeconds();
    if (seconds > 0 && seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds > 0 && seconds % 3600 == 0) {
      return seconds / 3600 + "h";
    }
    return seconds > 0 && seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
