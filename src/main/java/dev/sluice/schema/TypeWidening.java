// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which types hold every value of another, and are read as it: a table of pairs.
 *
 * <p>Files of both types lie side by side then. A pair is listed only when the lake's readers, a
 * merge, and every warehouse turn the narrower into the wider without a word: a date is no instant,
 * and a number no text.
 */
public final class TypeWidening {
  private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+),\\s*(\\d+)\\)");

  /** By the narrower type. */
  private static final Map<String, Set<String>> WIDER =
      Map.of(
          "TINYINT", Set.of("SMALLINT", "INTEGER", "BIGINT", "FLOAT", "DOUBLE"),
          "SMALLINT", Set.of("INTEGER", "BIGINT", "FLOAT", "DOUBLE"),
          "INTEGER", Set.of("BIGINT", "DOUBLE"),
          "FLOAT", Set.of("DOUBLE"));

  /** How many digits the greatest value of a whole number's type has. */
  private static final Map<String, Integer> DIGITS =
      Map.of("TINYINT", 3, "SMALLINT", 5, "INTEGER", 10, "BIGINT", 19);

  /** The most digits of a decimal number. */
  private static final int MOST_DIGITS = 38;

  private TypeWidening() {}

  /** Whether each value of a type that is not nested is one of the wider type, exactly. */
  public static boolean holds(String wider, String type) {
    if (wider.equals(type) || WIDER.getOrDefault(type, Set.of()).contains(wider)) {
      return true;
    }
    Matcher to = DECIMAL.matcher(wider);
    if (!to.matches()) {
      return false;
    }
    int scale = Integer.parseInt(to.group(2));
    int whole = Integer.parseInt(to.group(1)) - scale;
    Matcher from = DECIMAL.matcher(type);
    if (!from.matches()) {
      return DIGITS.containsKey(type) && whole >= DIGITS.get(type);
    }
    int least = Integer.parseInt(from.group(2));
    return scale >= least && whole >= Integer.parseInt(from.group(1)) - least;
  }

  /**
   * The type that holds every value of a type and of another, exactly, and as which values of the
   * first are read: the first where it holds both; empty where there is none.
   */
  public static Optional<String> join(String type, String seen) {
    if (holds(type, seen)) {
      return Optional.of(type);
    }
    if (holds(seen, type)) {
      return Optional.of(seen);
    }
    Digits one = Digits.of(type);
    Digits other = Digits.of(seen);
    if (one == null || other == null) {
      return Optional.empty();
    }
    int scale = Math.max(one.scale(), other.scale());
    int whole = Math.max(one.whole(), other.whole());
    return whole + scale > MOST_DIGITS
        ? Optional.empty()
        : Optional.of("DECIMAL(%d,%d)".formatted(whole + scale, scale));
  }

  /** How many digits the values of a type have before and behind the point. */
  private record Digits(int whole, int scale) {
    static @Nullable Digits of(String type) {
      Matcher decimal = DECIMAL.matcher(type);
      if (decimal.matches()) {
        int scale = Integer.parseInt(decimal.group(2));
        return new Digits(Integer.parseInt(decimal.group(1)) - scale, scale);
      }
      Integer digits = DIGITS.get(type);
      return digits == null ? null : new Digits(digits, 0);
    }
  }
}
