// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.encoding;

import java.util.HashMap;
import java.util.Map;

/**
 * How often languages in Latin letters write those beyond ASCII, in thousandths of all their
 * letters: roughly, which is enough to tell an encoding by.
 */
final class LatinLetters {
  /** A letter that the language does not have. */
  private static final double STRANGE = Math.log(1e-4);

  /** A sign, such as a dash or the one for degrees. */
  private static final double SIGN = Math.log(5e-3);

  private static final Map<String, String> WESTERN =
      Map.of(
          "German", "\u00e46 \u00f64 \u00fc10 \u00df3",
          "French",
              "\u00e915 \u00e05 \u00e83 \u00ea2 \u00e71 \u00e21 \u00ee1 \u00f41 \u00fb1 \u00f91 \u00eb1 \u00ef1 \u01531",
          "Spanish", "\u00f38 \u00ed7 \u00e15 \u00e94 \u00f13 \u00fa2 \u00fc1",
          "Portuguese",
              "\u00e37 \u00e75 \u00e93 \u00f33 \u00ea4 \u00e13 \u00fa2 \u00ed1 \u00f51 \u00e01 \u00e21 \u00f41",
          "Italian", "\u00e06 \u00e83 \u00f92 \u00f22 \u00ec1 \u00e91",
          "Swedish", "\u00e513 \u00e418 \u00f613 \u00e91",
          "Danish", "\u00e512 \u00e69 \u00f89 \u00e91",
          "Icelandic",
              "\u00e118 \u00f044 \u00e96 \u00ed16 \u00f310 \u00f68 \u00fa6 \u00fd2 \u00fe15 \u00e69",
          "Dutch", "\u00eb3 \u00ef1 \u00e92 \u00f61 \u00fc1");

  private static final Map<String, String> CENTRAL =
      Map.of(
          "Polish", "\u014221 \u011910 \u01057 \u00f311 \u017c7 \u015b8 \u01077 \u01444 \u017a1",
          "Czech",
              "\u00ed16 \u00e19 \u00e96 \u011b12 \u01594 \u01617 \u017e7 \u010d5 \u00fd10 \u016f2 \u00fa1 \u01481 \u01651 \u010f1 \u00f31",
          "Slovak",
              "\u00e122 \u00ed11 \u010d12 \u00e99 \u00fd10 \u017e9 \u01619 \u01656 \u013e4 \u00fa8 \u00f42 \u01482 \u010f2 \u00e41 \u00f31",
          "Hungarian", "\u00e134 \u00e942 \u00f69 \u00f310 \u01519 \u00ed5 \u00fc6 \u00fa2 \u01712",
          "Romanian", "\u010326 \u00e29 \u00ee9 \u015f12 \u016311",
          "Croatian", "\u010d11 \u01619 \u017e6 \u01076 \u01113",
          "German", "\u00e46 \u00f64 \u00fc10 \u00df3");

  private static final Map<String, String> TURKISH =
      Map.of("Turkish", "\u013151 \u015f18 \u011f11 \u00e712 \u00fc19 \u00f68 \u01302");

  private static final Map<String, String> BALTIC =
      Map.of(
          "Lithuanian",
              "\u011716 \u017313 \u016114 \u017e9 \u016b7 \u01057 \u012f7 \u010d5 \u01192",
          "Latvian",
              "\u010143 \u012b19 \u011318 \u016110 \u016b7 \u01466 \u017e3 \u013c3 \u010d2 \u01231 \u01371",
          "Estonian", "\u00e410 \u00f51 \u00f63 \u00fc7");

  private final Map<String, Map<Integer, Double>> languages = new HashMap<>();

  private LatinLetters(Map<String, String> letters) {
    letters.forEach((language, shares) -> languages.put(language, shares(shares)));
  }

  static LatinLetters western() {
    return new LatinLetters(WESTERN);
  }

  static LatinLetters central() {
    return new LatinLetters(CENTRAL);
  }

  static LatinLetters turkish() {
    return new LatinLetters(TURKISH);
  }

  static LatinLetters baltic() {
    return new LatinLetters(BALTIC);
  }

  private static Map<Integer, Double> shares(String text) {
    Map<Integer, Double> parts = new HashMap<>();
    double all = 0;
    for (String each : text.split(" ", -1)) {
      double part = Double.parseDouble(each.substring(1));
      parts.put(each.codePointAt(0), part);
      all += part;
    }
    double whole = all;
    parts.replaceAll((letter, part) -> Math.log(part / whole));
    return parts;
  }

  /** How likely the language writes words that it writes at best; a logarithm, 0 at most. */
  double likelihood(Iterable<String> words) {
    double best = Double.NEGATIVE_INFINITY;
    for (Map<Integer, Double> shares : languages.values()) {
      double sum = 0;
      for (String word : words) {
        sum += likelihood(word, shares);
      }
      best = Math.max(best, sum);
    }
    return best;
  }

  private static double likelihood(String word, Map<Integer, Double> shares) {
    double sum = 0;
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      boolean isLetter = Character.isLetter(c);
      boolean isWithin = i > 0 && Character.isLetter(word.charAt(i - 1));
      if (c > 0x7f && isLetter) {
        sum += shares.getOrDefault((int) Character.toLowerCase(c), STRANGE);
      } else if (c > 0x7f) {
        boolean isBefore = i + 1 < word.length() && Character.isLetter(word.charAt(i + 1));
        boolean isText = !Character.isISOControl(c) && c != '\ufffd' && !(isWithin && isBefore);
        sum += isText ? SIGN : STRANGE;
      }
      if (isWithin && Character.isUpperCase(c) && Character.isLowerCase(word.charAt(i - 1))) {
        sum += STRANGE;
      }
    }
    return sum;
  }
}
