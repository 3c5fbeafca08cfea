// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.decide;

import dev.sluice.infer.profile.Candidate.Kind;
import java.util.Locale;

/** Words what was counted. */
final class Evidence {
  private static final int LONGEST = 40;

  private Evidence() {}

  static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  static String count(long count, String noun) {
    return number(count) + " " + noun + (count == 1 ? "" : "s");
  }

  /** A value as a comment shows it: on one line, and not all of a long one. */
  static String quoted(String value) {
    String line = value.replaceAll("\\p{C}", "\u00b7");
    String cut = line.length() > LONGEST ? line.substring(0, LONGEST) + "\u2026" : line;
    return cut.isEmpty() ? "an empty text" : "`" + cut + "`";
  }

  static String kind(Kind kind) {
    return switch (kind) {
      case BIGINT, HUGE -> "whole numbers";
      case DOUBLE -> "numbers";
      case DATE -> "dates";
      case TIME -> "times of day";
      case TIMESTAMP, TIMESTAMPTZ -> "timestamps";
      case BOOLEAN -> "true or false";
      case UUID -> "UUIDs";
    };
  }
}
