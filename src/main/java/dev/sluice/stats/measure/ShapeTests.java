// SPDX-License-Identifier: Apache-2.0
package dev.sluice.stats.measure;

import dev.sluice.stats.measure.Shapes.TextShape;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Says of what shape a text is: the first one that fits, in the order of the shapes. */
final class ShapeTests {
  /** Longer texts are only looked at by their characters. */
  private static final int LONGEST = 256;

  private static final String DAY = "\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}";
  private static final String CLOCK = "\\d{1,2}:\\d{2}(:\\d{2}([.,]\\d+)?)?";
  private static final String GROUPED = "\\d{1,3}([.,' ]\\d{3})+";

  private static final Map<TextShape, Predicate<String>> TESTS = tests();

  private ShapeTests() {}

  private static Map<TextShape, Predicate<String>> tests() {
    Map<TextShape, Predicate<String>> tests = new EnumMap<>(TextShape.class);
    tests.put(TextShape.EMPTY, String::isEmpty);
    tests.put(TextShape.BLANK, String::isBlank);
    tests.put(TextShape.DIGITS, text -> all(text, c -> c >= '0' && c <= '9'));
    tests.put(
        TextShape.IP,
        like(
            text -> has(text, '.') || has(text, ':'),
            "\\d{1,3}(\\.\\d{1,3}){3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*"));
    tests.put(
        TextShape.NUMBER,
        like(
            text -> begins(text, "0123456789+-.,eE"),
            "(?=.*\\d)[+-]?(\\d+|" + GROUPED + ")?([.,]\\d+)?([eE][+-]?\\d+)?"));
    tests.put(TextShape.LETTERS, text -> all(text, Character::isLetter));
    tests.put(
        TextShape.WORDS, text -> all(text, c -> Character.isLetter(c) || " -'.".indexOf(c) >= 0));
    tests.put(
        TextShape.DATE, like(ShapeTests::isNumbered, DAY + "|\\d{1,2}[-/.]\\d{1,2}[-/.]\\d{2,4}"));
    tests.put(TextShape.TIME, like(ShapeTests::isNumbered, CLOCK));
    tests.put(TextShape.TIMESTAMP, like(ShapeTests::isNumbered, DAY + "[T ]" + CLOCK + ".{0,8}"));
    tests.put(TextShape.EMAIL, like(text -> has(text, '@'), "[^\\s@]+@[^\\s@]+\\.[^\\s@.]+"));
    tests.put(TextShape.URL, like(text -> text.contains("://"), "[A-Za-z][A-Za-z0-9+.-]*://\\S+"));
    tests.put(
        TextShape.UUID,
        like(text -> text.length() == 36, "[0-9A-Fa-f]{8}-([0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}"));
    tests.put(
        TextShape.PHONE,
        like(text -> begins(text, "0123456789+"), "[+]?[0-9][0-9 ()/.-]{4,22}[0-9]"));
    tests.put(TextShape.JSON, text -> isIn(text, '{', '}') || isIn(text, '[', ']'));
    tests.put(
        TextShape.CODE,
        text -> all(text, c -> Character.isLetterOrDigit(c) || "-_.".indexOf(c) >= 0));
    return tests;
  }

  static TextShape shape(String text) {
    for (Map.Entry<TextShape, Predicate<String>> each : TESTS.entrySet()) {
      if (each.getValue().test(text)) {
        return each.getKey();
      }
    }
    return TextShape.OTHER;
  }

  private static boolean all(String text, IntPredicate fits) {
    return text.codePoints().allMatch(fits);
  }

  private static boolean isIn(String text, char open, char close) {
    return text.length() > 1 && text.charAt(0) == open && text.charAt(text.length() - 1) == close;
  }

  private static boolean has(String text, char one) {
    return text.indexOf(one) >= 0;
  }

  private static boolean begins(String text, String with) {
    return !text.isEmpty() && with.indexOf(text.charAt(0)) >= 0;
  }

  private static boolean isNumbered(String text) {
    return begins(text, "0123456789");
  }

  /**
   * Whether a text is like an expression.
   *
   * @param mayBe true of all such texts, and quickly false of most others
   */
  private static Predicate<String> like(Predicate<String> mayBe, String regex) {
    Pattern pattern = Pattern.compile(regex);
    return text -> text.length() <= LONGEST && mayBe.test(text) && pattern.matcher(text).matches();
  }
}
