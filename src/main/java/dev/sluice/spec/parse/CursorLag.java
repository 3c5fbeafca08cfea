// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads how far behind a cursor rows are read again. */
final class CursorLag {
  private static final Pattern SPAN = Pattern.compile("([0-9]{1,9})([smhd]?)");

  private static final Map<String, String> UNITS =
      Map.of("s", "seconds", "m", "minutes", "h", "hours", "d", "days");

  private CursorLag() {}

  /** As the kernel spells it: a number, or an interval; null when it is neither. */
  static @Nullable String of(String text) {
    Matcher span = SPAN.matcher(text);
    if (!span.matches()) {
      return null;
    }
    String unit = UNITS.get(span.group(2));
    return unit == null ? span.group(1) : span.group(1) + " " + unit;
  }
}
