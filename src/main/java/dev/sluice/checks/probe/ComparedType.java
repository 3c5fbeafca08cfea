// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks.probe;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The type in which the kernel compares two columns: values that are equal in it must meet, though
 * their own types are not the same.
 */
final class ComparedType {
  private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+), ?(\\d+)\\)");
  private static final int MOST_DIGITS = 38;

  /** Each needs one digit more, or two, than the one before. */
  private static final List<String> WHOLE =
      List.of(
          "TINYINT",
          "UTINYINT",
          "SMALLINT",
          "USMALLINT",
          "INTEGER",
          "UINTEGER",
          "BIGINT",
          "UBIGINT");

  private static final int[] DIGITS = {3, 3, 5, 5, 10, 10, 19, 20};

  private ComparedType() {}

  /** Empty where it is not known that equal values would meet: such rows stay in one shard. */
  static Optional<String> of(String a, String b) {
    if (a.equals(b)) {
      return Optional.of(a);
    }
    if (!isNumber(a) || !isNumber(b)) {
      return Optional.empty();
    }
    if (a.equals("DOUBLE") || b.equals("DOUBLE")) {
      return Optional.of("DOUBLE");
    }
    if (a.equals("FLOAT") || b.equals("FLOAT")) {
      return Optional.of("FLOAT");
    }
    if (WHOLE.contains(a) && WHOLE.contains(b)) {
      return Optional.of("HUGEINT");
    }
    int scale = Math.max(scale(a), scale(b));
    int digits = scale + Math.max(digits(a) - scale(a), digits(b) - scale(b));
    return digits > MOST_DIGITS
        ? Optional.empty()
        : Optional.of("DECIMAL(%d,%d)".formatted(digits, scale));
  }

  private static boolean isNumber(String type) {
    return WHOLE.contains(type)
        || type.equals("DOUBLE")
        || type.equals("FLOAT")
        || DECIMAL.matcher(type).matches();
  }

  private static int digits(String type) {
    Matcher decimal = DECIMAL.matcher(type);
    return decimal.matches() ? Integer.parseInt(decimal.group(1)) : DIGITS[WHOLE.indexOf(type)];
  }

  private static int scale(String type) {
    Matcher decimal = DECIMAL.matcher(type);
    return decimal.matches() ? Integer.parseInt(decimal.group(2)) : 0;
  }
}
