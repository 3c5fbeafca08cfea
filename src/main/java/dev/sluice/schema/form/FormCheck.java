// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema.form;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Says what is wrong with how a column's values are said to be written. */
public final class FormCheck {
  private static final Set<String> TIMES =
      Set.of("DATE", "TIME", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE");
  private static final Set<String> NUMBERS = Set.of("INTEGER", "BIGINT", "FLOAT", "DOUBLE");

  private final String type;
  private final TextForm form;
  private final List<Problem> problems = new ArrayList<>();

  /**
   * One problem.
   *
   * @param key of the trait, as a spec names it
   * @param index of the value, where the trait is a list
   * @param offset in that value, 0-based
   * @param message a sentence without an end
   */
  public record Problem(String key, int index, int offset, String message, String suggestion) {}

  private FormCheck(String type, TextForm form) {
    this.type = type;
    this.form = form;
  }

  /**
   * The problems of a form.
   *
   * @param type the kernel's type of the column
   */
  public static List<Problem> of(String type, TextForm form) {
    FormCheck check = new FormCheck(type, form);
    check.formats();
    check.numbers();
    check.truths();
    return List.copyOf(check.problems);
  }

  private boolean isNumber() {
    return NUMBERS.contains(type) || type.startsWith("DECIMAL(");
  }

  private void add(String key, String message, String suggestion) {
    problems.add(new Problem(key, 0, 0, message, suggestion));
  }

  /** What says how values of the column's type are written. */
  private String fitting() {
    if (isNumber()) {
      return "`decimal` and `thousands` say how numbers are written";
    }
    if (type.equals("BOOLEAN")) {
      return "`true_values` and `false_values` say how booleans are written";
    }
    return TIMES.contains(type)
        ? "`format` says how dates and times are written"
        : "leave it out: a text is taken as it stands";
  }

  private void formats() {
    if (!form.formats().isEmpty() && !TIMES.contains(type)) {
      add(
          "format",
          "`format` is for a date, time, timestamp or timestamptz",
          isNumber() || type.equals("BOOLEAN")
              ? fitting()
              : "make the column one of these, or leave `format` out");
      return;
    }
    for (int i = 0; i < form.formats().size(); i++) {
      FormatDirectives.Trouble trouble = FormatDirectives.of(form.formats().get(i), type);
      if (trouble != null) {
        problems.add(
            new Problem(
                "format",
                i,
                trouble.at(),
                "`"
                    + form.formats().get(i)
                    + "` is not the format of such a column: "
                    + trouble.message(),
                trouble.suggestion()));
      }
    }
  }

  private void numbers() {
    if (form.isOfNumbers() && !isNumber()) {
      String key = form.decimal().isEmpty() ? "thousands" : "decimal";
      add(key, "`" + key + "` is for numbers", fitting());
      return;
    }
    mark("decimal", form.decimal(), "write \",\" or \".\"");
    mark("thousands", form.thousands(), "write one of \",\", \".\", \" \", \"'\"");
    if (!form.thousands().isEmpty() && form.thousands().equals(form.point())) {
      boolean isSaid = !form.decimal().isEmpty();
      add(
          "thousands",
          isSaid
              ? "`decimal` and `thousands` are the same, so that no number could be told"
              : "`thousands` is \".\", which stands before the fraction",
          isSaid ? "change one of them" : "add `decimal: \",\"`");
    }
  }

  private void mark(String key, String mark, String suggestion) {
    boolean isMark =
        mark.length() == 1
            && !Character.isLetterOrDigit(mark.charAt(0))
            && !Character.isISOControl(mark.charAt(0))
            && "+-\"".indexOf(mark.charAt(0)) < 0
            && (key.equals("thousands") || !mark.isBlank());
    if (!mark.isEmpty() && !isMark) {
      add(
          key,
          "`" + key + "` is one character that no number has otherwise, not `" + mark + "`",
          suggestion);
    }
  }

  private void truths() {
    if (form.isOfTruth() && !type.equals("BOOLEAN")) {
      String key = form.trueValues().isEmpty() ? "false_values" : "true_values";
      add(key, "`" + key + "` is for a boolean", fitting());
      return;
    }
    List<String> truths = form.isOfTruth() ? folded(form.truths()) : List.of();
    List<String> falsehoods = folded(form.falsehoods());
    for (int i = 0; i < truths.size(); i++) {
      if (falsehoods.contains(truths.get(i))) {
        String both = form.truths().get(i);
        boolean isTrue = !form.trueValues().isEmpty();
        problems.add(
            new Problem(
                isTrue ? "true_values" : "false_values",
                isTrue ? i : folded(form.falseValues()).indexOf(truths.get(i)),
                0,
                "`" + both + "` means true and false (letter case does not count)",
                "take it out of one of the lists"));
      }
    }
  }

  private static List<String> folded(List<String> values) {
    return values.stream().map(value -> value.toLowerCase(Locale.ROOT)).toList();
  }
}
