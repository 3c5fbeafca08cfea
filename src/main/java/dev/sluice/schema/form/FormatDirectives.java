// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema.form;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a format of dates and times may hold: the directives of the kernel's {@code strptime}, and
 * of these only what gives a value of the type in one way. A day without a year would be in 1900.
 */
final class FormatDirectives {
  private static final String KNOWN = "aAwdbBhmyYHIpMSfgzZjUWcxXTGuVn%";
  private static final String UNPADDED = "dmyHIMSj";
  private static final String YEAR = "yYGcx";
  private static final String MONTH = "bBhmjUWVcx";
  private static final String DAY = "aAwdbBhmyYjUWcxGuV";
  private static final String HOUR = "HIXTc";
  private static final String ZONE = "zZ";
  private static final Pattern DIRECTIVE = Pattern.compile("%(-?)(.?)", Pattern.DOTALL);

  /** What Java, Excel, Oracle and others write, longest first. */
  private static final Map<String, String> ELSEWHERE = new LinkedHashMap<>();

  static {
    ELSEWHERE.put("yyyy", "%Y");
    ELSEWHERE.put("yy", "%y");
    ELSEWHERE.put("MMMM", "%B");
    ELSEWHERE.put("MMM", "%b");
    ELSEWHERE.put("MON", "%b");
    ELSEWHERE.put("MM", "%m");
    ELSEWHERE.put("dd", "%d");
    ELSEWHERE.put("HH24", "%H");
    ELSEWHERE.put("HH", "%H");
    ELSEWHERE.put("hh", "%I");
    ELSEWHERE.put("mm", "%M");
    ELSEWHERE.put("MI", "%M");
    ELSEWHERE.put("ss", "%S");
    ELSEWHERE.put("SSSSSS", "%f");
    ELSEWHERE.put("SSS", "%g");
    ELSEWHERE.put("SS", "%S");
    ELSEWHERE.put("XXX", "%z");
    ELSEWHERE.put("XX", "%z");
    ELSEWHERE.put("EEE", "%a");
    ELSEWHERE.put("a", "%p");
    ELSEWHERE.put("M", "%-m");
    ELSEWHERE.put("d", "%-d");
    ELSEWHERE.put("H", "%-H");
    ELSEWHERE.put("X", "%z");
    ELSEWHERE.put("Z", "%z");
  }

  /** What is wrong at a 0-based place of a format. */
  record Trouble(int at, String message, String suggestion) {}

  private final String format;
  private final List<String> letters = new ArrayList<>();
  private final List<Integer> places = new ArrayList<>();

  private FormatDirectives(String format) {
    this.format = format;
  }

  /** Null when a format says every value of a type, and says it in one way. */
  static @Nullable Trouble of(String format, String type) {
    FormatDirectives read = new FormatDirectives(format);
    Trouble syntax = read.read();
    return syntax != null ? syntax : read.fit(type);
  }

  private @Nullable Trouble read() {
    Matcher directive = DIRECTIVE.matcher(format);
    while (directive.find()) {
      String letter = directive.group(2);
      boolean isBare = !directive.group(1).isEmpty();
      if (letter.isEmpty() || !(isBare ? UNPADDED : KNOWN).contains(letter)) {
        return new Trouble(
            directive.start(),
            "`" + directive.group() + "` is no part of a date or time",
            "there are %Y %m %d %H %M %S, %f (microseconds), %g (milliseconds), %b (Jan), %B"
                + " (January), %y, %I with %p (AM), %j, %a, %z (+01:00), %Z; %% is a percent sign");
      }
      if (!letter.equals("%")) {
        letters.add(letter);
        places.add(directive.start());
      }
    }
    return letters.isEmpty() ? withoutAny() : twice();
  }

  private Trouble withoutAny() {
    String translated = translated();
    return new Trouble(
        0,
        "`" + format + "` holds no part of a date or time, each of which begins with %",
        translated.contains("%")
            ? "write `" + translated + "`"
            : "as in `%Y-%m-%d` for 2026-01-31, `%d/%m/%Y %H:%M` for 31/01/2026 23:59");
  }

  private String translated() {
    StringBuilder out = new StringBuilder();
    String rest = format.replace("'T'", "T").replace("YYYY", "yyyy").replace("DD", "dd");
    while (!rest.isEmpty()) {
      String begun = rest;
      String key = ELSEWHERE.keySet().stream().filter(begun::startsWith).findFirst().orElse("");
      out.append(key.isEmpty() ? rest.substring(0, 1) : ELSEWHERE.get(key));
      rest = rest.substring(Math.max(1, key.length()));
    }
    return out.toString();
  }

  private @Nullable Trouble twice() {
    for (int i = 0; i < letters.size(); i++) {
      String letter = letters.get(i);
      if (letters.indexOf(letter) < i) {
        return new Trouble(
            places.get(i),
            "`%" + letter + "` stands twice",
            switch (letter) {
              case "m" -> "minutes are `%M`, months `%m`";
              case "M" -> "months are `%m`, minutes `%M`";
              default -> "take one out";
            });
      }
    }
    return null;
  }

  private @Nullable Trouble fit(String type) {
    int zone = first(ZONE);
    boolean isInstant = type.equals("TIMESTAMP WITH TIME ZONE");
    if (zone >= 0 && !isInstant) {
      return new Trouble(
          zone, "it holds a zone, which the type does not", "make the column a `timestamptz`");
    }
    boolean hasMinuteOnly = letters.contains("M") && first(HOUR) < 0;
    if (hasMinuteOnly) {
      return new Trouble(first("M"), "`%M` are minutes, but there is no hour", "months are `%m`");
    }
    if (letters.contains("I") && !letters.contains("p")) {
      return new Trouble(
          first("I"),
          "`%I` is one of twelve hours, and nothing tells AM from PM",
          "write `%H` for 24 hours, or add `%p`");
    }
    return type.equals("TIME") ? time() : day();
  }

  private @Nullable Trouble time() {
    int day = first(DAY);
    if (day >= 0) {
      return new Trouble(day, "it holds a day, which a `time` does not", "make it a `timestamp`");
    }
    return first(HOUR) >= 0
        ? null
        : new Trouble(0, "it holds no hour", "as in `%H:%M`, or `%I:%M %p`");
  }

  private @Nullable Trouble day() {
    if (first(YEAR) < 0) {
      return new Trouble(
          0, "it holds no year", "add `%Y`, or `%y` for two digits; or keep the column as `text`");
    }
    return letters.contains("d") && first(MONTH) < 0
        ? new Trouble(first("d"), "it holds a day, but no month", "add `%m`, or `%b` for Jan")
        : null;
  }

  /** Where the first of some directives stands; -1 when none does. */
  private int first(String any) {
    Predicate<String> isOne = any::contains;
    for (int i = 0; i < letters.size(); i++) {
      if (isOne.test(letters.get(i))) {
        return places.get(i);
      }
    }
    return -1;
  }
}
