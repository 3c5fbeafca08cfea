// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.profile;

import dev.sluice.infer.profile.Candidate.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says by which formats of strptime a text could be a date or a time. */
final class TimeFormats {
  private static final String MONTH =
      "(?i:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december)";
  private static final String WEEKDAY =
      "(?:(?<weekday>(?i:mon|tue|wed|thu|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday))(?<after>,? ))?";
  private static final String ZONE = "(?<zone>(?<gap> ?)(?:[+-][0-9]{2}:?[0-9]{2}|Z))?";
  private static final String CLOCK =
      "(?<hour>[0-9]{1,2}):[0-9]{2}(?<second>:[0-9]{2})?(?<fraction>[.][0-9]{1,6})?(?:(?<blank> ?)(?<half>[AaPp][Mm]))?"
          + ZONE;
  private static final Pattern TIMED =
      Pattern.compile("(?<day>.*?[0-9])(?<between>[ T:]|, | - | at |  )" + CLOCK);
  private static final Pattern TIME = Pattern.compile(CLOCK);
  private static final Pattern YEAR_FIRST =
      Pattern.compile("[0-9]{4}(?<s>[-/. ])[0-9]{1,2}\\k<s>[0-9]{1,2}");
  private static final Pattern YEAR_LAST =
      Pattern.compile("[0-9]{1,2}(?<s>[-/. ])[0-9]{1,2}\\k<s>(?<year>[0-9]{4}|[0-9]{2})");
  private static final Pattern DIGITS =
      Pattern.compile("(1[89]|20|21)[0-9]{2}(0[1-9]|1[0-2])[0-3][0-9]");
  private static final Pattern DAY_MONTH =
      Pattern.compile(
          WEEKDAY
              + "[0-9]{1,2}(?<s>[-/. ]?)(?<month>"
              + MONTH
              + ")(?<t>[-/. ]?|, )(?<year>[0-9]{4}|[0-9]{2})");
  private static final Pattern MONTH_DAY =
      Pattern.compile(
          WEEKDAY + "(?<month>" + MONTH + ")(?<s>[-/. ])[0-9]{1,2}(?<t>,? |[-/])(?<year>[0-9]{4})");
  private static final Pattern CTIME =
      Pattern.compile(
          "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?:"
              + MONTH
              + ") +[0-9]{1,2} [0-9]{2}:[0-9]{2}:[0-9]{2} [0-9]{4}");

  private TimeFormats() {}

  /** The formats, the likelier of two first. */
  static List<Candidate> of(String text) {
    Set<Candidate> formats = new LinkedHashSet<>();
    days(text).forEach(day -> formats.add(Candidate.timed(Kind.DATE, day)));
    Matcher timed = TIMED.matcher(text);
    if (timed.matches()) {
      Kind kind = timed.group("zone") == null ? Kind.TIMESTAMP : Kind.TIMESTAMPTZ;
      for (String day : days(timed.group("day"))) {
        formats.add(Candidate.timed(kind, day + timed.group("between") + clock(timed)));
      }
    }
    Matcher time = TIME.matcher(text);
    if (time.matches() && time.group("zone") == null) {
      formats.add(Candidate.timed(Kind.TIME, clock(time)));
    }
    if (CTIME.matcher(text).matches()) {
      formats.add(Candidate.timed(Kind.TIMESTAMP, "%a %b %d %H:%M:%S %Y"));
    }
    return List.copyOf(formats);
  }

  private static String clock(Matcher match) {
    String half = match.group("half");
    String clock = (half == null ? "%H" : "%I") + ":%M";
    clock += match.group("second") == null ? "" : ":%S";
    clock += match.group("fraction") == null ? "" : ".%f";
    clock += half == null ? "" : match.group("blank") + "%p";
    String zone = match.group("zone");
    return zone == null ? clock : clock + match.group("gap") + (zone.endsWith("Z") ? "Z" : "%z");
  }

  private static List<String> days(String text) {
    Matcher match = YEAR_FIRST.matcher(text);
    if (match.matches()) {
      return List.of(String.join(match.group("s"), "%Y", "%m", "%d"));
    }
    match = YEAR_LAST.matcher(text);
    if (match.matches()) {
      return numbers(match.group("s"), year(match));
    }
    if (DIGITS.matcher(text).matches()) {
      return List.of("%Y%m%d");
    }
    match = DAY_MONTH.matcher(text);
    if (match.matches()) {
      return named(match, "%d" + match.group("s") + "%b" + match.group("t") + year(match));
    }
    match = MONTH_DAY.matcher(text);
    return match.matches()
        ? named(match, "%b" + match.group("s") + "%d" + match.group("t") + year(match))
        : List.of();
  }

  private static String year(Matcher match) {
    return match.group("year").length() == 2 ? "%y" : "%Y";
  }

  /** With a point the day comes first, else it often is the month. */
  private static List<String> numbers(String separator, String year) {
    String day = String.join(separator, "%d", "%m", year);
    String month = String.join(separator, "%m", "%d", year);
    List<String> formats =
        new ArrayList<>(separator.equals("/") ? List.of(month, day) : List.of(day, month));
    if (year.equals("%y")) {
      formats.add(String.join(separator, year, "%m", "%d"));
    }
    return formats;
  }

  private static List<String> named(Matcher match, String day) {
    String weekday = match.group("weekday");
    String before =
        weekday == null ? "" : (weekday.length() > 3 ? "%A" : "%a") + match.group("after");
    String month = match.group("month").toLowerCase(Locale.ROOT);
    String format = before + day;
    String full = format.replace("%b", "%B");
    return month.equals("may")
        ? List.of(full, format)
        : List.of(month.length() > 3 ? full : format);
  }
}
