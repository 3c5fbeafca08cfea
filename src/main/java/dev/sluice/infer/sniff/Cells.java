// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.sniff;

import java.util.regex.Pattern;

/** What a cell of a delimited text looks like, at a glance. */
final class Cells {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?[$€£]?[0-9][0-9.,' \u00a0]*%?([eE][+-]?[0-9]+)?|[+-]?[.][0-9]+");
  private static final Pattern DATE =
      Pattern.compile(
          "[0-9]{1,4}[-/. ][0-9]{1,2}[-/. ][0-9]{1,4}([ T].*)?"
              + "|[0-9]{1,2}:[0-9]{2}(:[0-9.]+)?( ?[AaPp][Mm])?"
              + "|[0-9]{1,2}[- ][A-Za-z]{3,9}[- ][0-9]{2,4}.*|[A-Z][a-z]{2,8} [0-9]{1,2},? [0-9]{4}.*");
  private static final Pattern NOTHING =
      Pattern.compile("|na|n/a|nan|null|none|-|--|\\?|\\.|#n/a|\\\\n", Pattern.CASE_INSENSITIVE);
  private static final Pattern YEAR = Pattern.compile("(1[5-9]|20|21)[0-9]{2}");

  private Cells() {}

  static boolean isNothing(String cell) {
    return NOTHING.matcher(cell.strip()).matches();
  }

  static boolean isYear(String cell) {
    return YEAR.matcher(cell.strip()).matches();
  }

  /** Whether a number, a date or a time stands in it. */
  static boolean isTyped(String cell) {
    String text = cell.strip();
    return NUMBER.matcher(text).matches() || DATE.matcher(text).matches();
  }
}
