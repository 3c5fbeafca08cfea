// SPDX-License-Identifier: Apache-2.0
package dev.sluice.history.told;

import dev.sluice.table.Verdict;
import dev.sluice.table.log.Manifest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a check found in one run.
 *
 * @param run its number; 0 of one that failed
 * @param createdAt the run's time, ISO 8601 in UTC
 * @param value the number that was observed; null where it was none
 */
public record CheckPoint(long run, String createdAt, Verdict verdict, @Nullable Double value) {
  /** The first number that stands by itself: not one inside of a name or a token. */
  private static final Pattern NUMBER =
      Pattern.compile("(?<![\\w.:-])-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?(?![\\w:-])");

  /** What runs judged, and did not say that they could not. */
  private static final Pattern UNJUDGED =
      Pattern.compile("(no baseline yet|not judged|cannot be computed)\\b.*");

  /**
   * The history of the checks of a table, by their names; each oldest first.
   *
   * @param runs in any order
   */
  public static Map<String, List<CheckPoint>> of(String table, List<Manifest> runs) {
    List<Manifest> sorted = new ArrayList<>(runs);
    Collections.sort(sorted, Comparator.comparing((Manifest run) -> run.run().startedAt()));
    Map<String, List<CheckPoint>> all = new LinkedHashMap<>();
    for (Manifest run : sorted) {
      for (Verdict verdict : run.verdicts()) {
        if (verdict.table().equals(table)) {
          all.computeIfAbsent(verdict.check(), name -> new ArrayList<>())
              .add(
                  new CheckPoint(
                      run.number(), run.run().createdAt(), verdict, value(verdict.observed())));
        }
      }
    }
    return all;
  }

  /** The number in what was observed; null where there is none. */
  public static @Nullable Double value(String observed) {
    Matcher number = NUMBER.matcher(observed);
    return UNJUDGED.matcher(observed).matches() || !number.find()
        ? null
        : Double.valueOf(number.group());
  }
}
