// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema.form;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How a source writes the values of a column, where that is not how Sluice reads them by default.
 *
 * @param formats of dates and times, as the kernel's {@code strptime} takes them, in the order they
 *     are tried; empty for ISO 8601
 * @param decimal what stands before the fraction of a number; empty for a point
 * @param thousands what groups the digits of a number by three; empty for nothing
 * @param trueValues what means true, letter case aside; empty for {@code true}
 * @param falseValues what means false, letter case aside; empty for {@code false}
 * @param nullValues what stands for no value, to the letter
 */
public record TextForm(
    List<String> formats,
    String decimal,
    String thousands,
    List<String> trueValues,
    List<String> falseValues,
    List<String> nullValues)
    implements Serializable {
  /** As everything is written by default. */
  public static final TextForm PLAIN =
      new TextForm(List.of(), "", "", List.of(), List.of(), List.of());

  public TextForm {
    formats = List.copyOf(formats);
    trueValues = List.copyOf(trueValues);
    falseValues = List.copyOf(falseValues);
    nullValues = List.copyOf(nullValues);
  }

  public boolean isPlain() {
    return equals(PLAIN);
  }

  public boolean isOfNumbers() {
    return !decimal.isEmpty() || !thousands.isEmpty();
  }

  public boolean isOfTruth() {
    return !trueValues.isEmpty() || !falseValues.isEmpty();
  }

  /** Whether values have to be read by it: null values alone are only told apart. */
  public boolean isRead() {
    return !formats.isEmpty() || isOfNumbers() || isOfTruth();
  }

  /** What stands before a fraction. */
  public String point() {
    return decimal.isEmpty() ? "." : decimal;
  }

  /** What means true. */
  public List<String> truths() {
    return trueValues.isEmpty() ? List.of("true") : trueValues;
  }

  /** What means false. */
  public List<String> falsehoods() {
    return falseValues.isEmpty() ? List.of("false") : falseValues;
  }

  /** How values are written, to go on from a type: {@code , written '%d/%m/%Y'}; else empty. */
  public String told() {
    if (!formats.isEmpty()) {
      return ", written " + quoted(formats, " or ");
    }
    if (isOfNumbers()) {
      return ", written with '%s' before the fraction%s"
          .formatted(
              point(), thousands.isEmpty() ? "" : " and '" + thousands + "' between thousands");
    }
    return isOfTruth()
        ? ", written %s for true and %s for false"
            .formatted(quoted(truths(), " or "), quoted(falsehoods(), " or "))
        : "";
  }

  private static String quoted(List<String> texts, String between) {
    return texts.stream().map(text -> "'" + text + "'").collect(Collectors.joining(between));
  }

  /** Only what is not as by default: what is made of it stays when a new trait comes. */
  @Override
  public String toString() {
    List<String> traits = new ArrayList<>();
    add(traits, "format", formats);
    add(traits, "decimal", decimal.isEmpty() ? List.of() : List.of(decimal));
    add(traits, "thousands", thousands.isEmpty() ? List.of() : List.of(thousands));
    add(traits, "true_values", trueValues);
    add(traits, "false_values", falseValues);
    add(traits, "null_values", nullValues);
    return String.join(", ", traits);
  }

  private static void add(List<String> traits, String name, List<String> values) {
    if (!values.isEmpty()) {
      traits.add(name + "=" + quoted(values, ", "));
    }
  }
}
