// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.words;

import dev.sluice.kernel.sql.SqlName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Texts by which people say that there is no value. */
public final class Nothings {
  /** They mean it in any column, whatever else stands there. */
  private static final List<String> SURE =
      List.of(
          "",
          "na",
          "n/a",
          "#n/a",
          "#na",
          "#n/a n/a",
          "<na>",
          "nan",
          "null",
          "(null)",
          "<null>",
          "nat",
          "\\n",
          "#null!");

  /** They mean it beside numbers and dates, and are words elsewhere. */
  private static final List<String> PERHAPS =
      List.of(
          "-",
          "--",
          "---",
          "?",
          "??",
          ".",
          "..",
          "...",
          "*",
          "**",
          "n.a.",
          "n.a",
          "n/d",
          "nd",
          "none",
          "nil",
          "missing",
          "unknown",
          "undefined",
          "not available",
          "not applicable",
          "(none)",
          "(blank)",
          "(missing)",
          "[null]",
          "tbd",
          "tba",
          "#div/0!",
          "#value!",
          "#ref!",
          "#num!",
          "#name?",
          "inf",
          "-inf",
          "+inf",
          "infinity",
          "-infinity",
          "1.#qnan",
          "-nan",
          "#",
          "\u2013",
          "\u2014");

  /** As they are written when they mean it: `Na` is sodium, and `Nan` a town. */
  private static final Set<String> WRITTEN =
      Set.of(
          "",
          "NA",
          "N/A",
          "n/a",
          "#N/A",
          "#NA",
          "#N/A N/A",
          "<NA>",
          "NaN",
          "nan",
          "NAN",
          "NULL",
          "null",
          "(null)",
          "<null>",
          "(NULL)",
          "<NULL>",
          "NaT",
          "\\N",
          "#NULL!");

  private Nothings() {}

  /** Whether a text says in any column that there is no value. */
  public static boolean isSure(String text) {
    return WRITTEN.contains(text.strip());
  }

  /** Whether a text that SQL names may say that there is no value. */
  public static String isOne(String text) {
    List<String> all = new ArrayList<>(SURE);
    all.addAll(PERHAPS);
    return "(lower(trim(%s, ' \t\u00a0')) IN (%s))"
        .formatted(text, String.join(", ", all.stream().map(SqlName::literal).toList()));
  }
}
