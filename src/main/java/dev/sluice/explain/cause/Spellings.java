// SPDX-License-Identifier: Apache-2.0
package dev.sluice.explain.cause;

import dev.sluice.kernel.sql.SqlName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How files spell that there is no value, and truth values. */
final class Spellings {
  /** In lower case, without blanks around. */
  private static final List<String> NOTHING =
      List.of(
          "na",
          "n/a",
          "n.a.",
          "n.a",
          "#n/a",
          "#na",
          "nan",
          "null",
          "(null)",
          "<null>",
          "nil",
          "none",
          "(none)",
          "\\n",
          "-",
          "--",
          "---",
          "–",
          "—",
          ".",
          "..",
          "...",
          "?",
          "??",
          "*",
          "**",
          "missing",
          "(missing)",
          "unknown",
          "undefined",
          "not available",
          "not applicable",
          "tbd",
          "n/d",
          "nd",
          "#value!",
          "#ref!",
          "#div/0!",
          "#name?",
          "#null!",
          "#num!",
          "k.a.",
          "s/d",
          "(blank)",
          "blank",
          "empty",
          "void",
          "");

  private static final Map<String, Boolean> TRUTHS =
      Map.ofEntries(
          Map.entry("y", true),
          Map.entry("n", false),
          Map.entry("yes", true),
          Map.entry("no", false),
          Map.entry("t", true),
          Map.entry("f", false),
          Map.entry("1", true),
          Map.entry("0", false),
          Map.entry("on", true),
          Map.entry("off", false),
          Map.entry("ja", true),
          Map.entry("nein", false),
          Map.entry("j", true),
          Map.entry("oui", true),
          Map.entry("non", false),
          Map.entry("o", true),
          Map.entry("si", true),
          Map.entry("sí", true),
          Map.entry("s", true),
          Map.entry("sim", true),
          Map.entry("x", true),
          Map.entry("true", true),
          Map.entry("false", false),
          Map.entry("wahr", true),
          Map.entry("falsch", false),
          Map.entry("1.0", true),
          Map.entry("0.0", false),
          Map.entry("-1", true),
          Map.entry("enabled", true),
          Map.entry("disabled", false),
          Map.entry("active", true),
          Map.entry("inactive", false));

  private Spellings() {}

  /** Whether {@code val} says that there is no value. */
  static String isNothing() {
    return "lower(trim(val)) IN " + in(NOTHING);
  }

  private static String in(List<String> texts) {
    return texts.stream()
        .map(SqlName::literal)
        .collect(java.util.stream.Collectors.joining(", ", "(", ")"));
  }

  /** Null for a text that is no truth value. */
  static @org.jspecify.annotations.Nullable Boolean truth(String text) {
    return TRUTHS.get(text.strip().toLowerCase(java.util.Locale.ROOT));
  }

  /** Whether {@code val} may be a truth value. */
  static String isTruth() {
    return "lower(trim(val)) IN " + in(List.copyOf(TRUTHS.keySet()));
  }

  /** Texts that tell nothing of anybody. */
  static List<String> open() {
    List<String> open = new ArrayList<>();
    NOTHING.forEach(text -> add(open, text));
    TRUTHS.keySet().forEach(text -> add(open, text));
    return open;
  }

  private static void add(List<String> open, String text) {
    open.add(text);
    open.add(text.toUpperCase(java.util.Locale.ROOT));
    if (!text.isEmpty()) {
      open.add(text.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + text.substring(1));
    }
  }
}
