// SPDX-License-Identifier: Apache-2.0
package dev.sluice.explain.cause;

import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The ways in which dates and times are written, tried one after the other.
 *
 * @param formats as {@code strptime} takes them, those that read most first
 * @param isAmbiguous whether day and month may as well stand the other way round
 */
record TimeForms(List<String> formats, boolean isAmbiguous) {
  private static final int MOST = 3;

  /** So many values tell how they are written. */
  private static final int TRIED = 200;

  private static final List<String> DAYS =
      List.of(
          "%Y-%m-%d",
          "%Y/%m/%d",
          "%Y.%m.%d",
          "%Y%m%d",
          "%m/%d/%Y",
          "%d/%m/%Y",
          "%d.%m.%Y",
          "%d-%m-%Y",
          "%m-%d-%Y",
          "%m/%d/%y",
          "%d/%m/%y",
          "%d.%m.%y",
          "%d-%b-%Y",
          "%d-%b-%y",
          "%d %b %Y",
          "%b %d %Y",
          "%b %d, %Y",
          "%d %B %Y",
          "%B %d %Y",
          "%B %d, %Y",
          "%b-%d-%Y",
          "%Y-%b-%d",
          "%Y %b %d",
          "%d/%b/%Y",
          "%A, %B %d, %Y",
          "%a, %d %b %Y",
          "%a %b %d %Y",
          "%Y-%m",
          "%m/%Y",
          "%b %Y",
          "%Y");

  private static final List<String> CLOCKS =
      List.of(
          "%H:%M",
          "%H:%M:%S",
          "%I:%M %p",
          "%I:%M:%S %p",
          "%I:%M%p",
          "%H:%M:%S.%f",
          "%H.%M",
          "%Hh%M",
          "%H%M%S",
          "%H%M",
          "%I %p",
          "%H:%M:%S %Z",
          "%H:%M:%S%z",
          "%H:%M:%S %z");

  TimeForms {
    formats = List.copyOf(formats);
  }

  /** The formats of a type's values. */
  static TimeForms of(Values values, String type) throws StatementFailed {
    List<String> all = candidates(type);
    Values rest = values.with("true");
    List<String> found = new ArrayList<>();
    boolean isAmbiguous = false;
    while (found.size() < MOST) {
      List<Long> reads = rest.firstSums(TRIED, all.stream().map(TimeForms::reads).toList());
      int best = best(reads);
      if (best < 0) {
        break;
      }
      String format = all.get(best);
      isAmbiguous |= found.isEmpty() && isTied(all, reads, format, reads.get(best));
      found.add(format);
      rest = rest.without(reads(format));
    }
    return new TimeForms(found, isAmbiguous);
  }

  private static List<String> candidates(String type) {
    if (type.equals("TIME")) {
      return CLOCKS;
    }
    List<String> all = new ArrayList<>(DAYS);
    for (String day : DAYS) {
      for (String clock : CLOCKS) {
        all.add(day + " " + clock);
        all.add(day + "T" + clock);
      }
    }
    Stream.of("%Y%m%d%H%M%S", "%Y%m%d%H%M", "%d/%b/%Y:%H:%M:%S %z", "%a %b %d %H:%M:%S %Y")
        .forEach(all::add);
    return all;
  }

  private static int best(List<Long> reads) {
    int best = -1;
    for (int i = 0; i < reads.size(); i++) {
      if (reads.get(i) > 0 && (best < 0 || reads.get(i) > reads.get(best))) {
        best = i;
      }
    }
    return best;
  }

  private static boolean isTied(List<String> all, List<Long> reads, String format, long most) {
    String swapped = format.replace("%d", "\0").replace("%m", "%d").replace("\0", "%m");
    int other = all.indexOf(swapped);
    return !swapped.equals(format) && other >= 0 && reads.get(other) == most;
  }

  /** Whether a format reads {@code val}; a year of two digits is none of the first century. */
  static String reads(String format) {
    String read = "try_strptime(val, %s)".formatted(SqlName.literal(format));
    return format.contains("%Y")
        ? "coalesce(year(" + read + ") >= 100, false)"
        : read + " IS NOT NULL";
  }

  /** Whether values say their zone. */
  boolean areZoned() {
    return formats.stream().allMatch(format -> format.matches(".*%[zZ]"));
  }

  /** Whether some format does. */
  String read() {
    return formats.isEmpty()
        ? "false"
        : String.join(" OR ", formats.stream().map(TimeForms::reads).toList());
  }
}
