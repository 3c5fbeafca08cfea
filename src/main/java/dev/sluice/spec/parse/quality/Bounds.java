// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.quality;

import dev.sluice.spec.parse.context.NameUses.Fit;
import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.rule.CheckSpec.Limits;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Section;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads bounds, and says which columns have what is bounded. */
final class Bounds {
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]{1,3})?");

  private static final String NUMBERS =
      "U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\\(.*\\)";
  private static final String DAYS = "DATE|TIMESTAMP|TIMESTAMP WITH TIME ZONE";

  private Bounds() {}

  /** Numbers. */
  static Fit numbers(String lacks) {
    return new Fit(
        Pattern.compile(NUMBERS), lacks, "take a column of numbers, or let a model make one of it");
  }

  /** What has an order. */
  static Fit ordered(String lacks) {
    return new Fit(
        Pattern.compile(NUMBERS + "|" + DAYS + "|TIME|VARCHAR"),
        lacks,
        "take a column of numbers, dates, times or texts");
  }

  /** What has a day. */
  static Fit days(String lacks) {
    return new Fit(Pattern.compile(DAYS), lacks, "take a column of dates or timestamps");
  }

  /** What is sorted, and of which distances are known. */
  static Fit sorted(String lacks) {
    return new Fit(
        Pattern.compile(NUMBERS + "|" + DAYS),
        lacks,
        "take `jensen_shannon`, `psi`, `chi_square` or `l_infinity`, or leave `compare` out");
  }

  /** What is told value by value. */
  static Fit nominal(String lacks) {
    return new Fit(
        Pattern.compile("U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|VARCHAR|BOOLEAN|UUID"),
        lacks,
        "take a column of texts, whole numbers or truth values; of others, `drift` compares by `ks`");
  }

  /** Of whose values statistics know how they are distributed. */
  static Fit compared(String lacks) {
    return new Fit(
        Pattern.compile(NUMBERS + "|" + DAYS + "|VARCHAR|BOOLEAN|UUID"),
        lacks,
        "take a column of texts, numbers, dates, timestamps or truth values");
  }

  /** A number that is not below 0; null when it is none, or absent. */
  static @Nullable Double positive(Section section, String key, SpecContext reading) {
    String bound = bound(section, key, reading);
    if (bound == null || !isNumeric(section, key, bound, reading)) {
      return null;
    }
    double value = Double.parseDouble(bound);
    if (value < 0 || !Double.isFinite(value)) {
      Node node = section.node(key);
      reading.invalid(
          node == null ? section.position() : node.position(),
          "`" + key + "` must not be below 0, and is `" + bound + "`");
      return null;
    }
    return value;
  }

  /** As an author writes it. */
  static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  /** What can be written as one value. */
  static Fit single(String lacks) {
    return new Fit(
        Pattern.compile(NUMBERS + "|" + DAYS + "|TIME|VARCHAR|BOOLEAN|UUID"),
        lacks,
        "take a column of texts, numbers, dates or truth values");
  }

  /** Two bounds, of which one at least is there; null when they cannot be read. */
  static @Nullable Limits limits(Section section, String kind, SpecContext reading) {
    if (!section.has("min") && !section.has("max")) {
      section.missing("min", "`" + kind + "` needs `min`, `max` or both");
      return null;
    }
    return either(section, reading);
  }

  /** Two bounds, either of which may be absent; null when they cannot be read. */
  static @Nullable Limits either(Section section, SpecContext reading) {
    String min = bound(section, "min", reading);
    String max = bound(section, "max", reading);
    if ((min == null && section.has("min")) || (max == null && section.has("max"))) {
      return null;
    }
    Limits limits = new Limits(min, max);
    BigDecimal least = number(min);
    BigDecimal most = number(max);
    if (least != null && most != null && least.compareTo(most) > 0) {
      reversed(section, String.valueOf(min), String.valueOf(max), reading);
    }
    return limits;
  }

  /** Reports bounds that nothing lies between. */
  static void reversed(Section section, Object min, Object max, SpecContext reading) {
    Node node = section.node("min");
    reading.invalid(
        node == null ? section.position() : node.position(),
        "`min` " + min + " is above `max` " + max,
        "write the lower one as `min`");
  }

  /** Reports bounds that no figure meets which is nowhere else than between two numbers. */
  static void requireReach(
      Section section, Limits limits, double least, double most, SpecContext reading) {
    BigDecimal min = number(limits.min());
    BigDecimal max = number(limits.max());
    String key =
        min != null && min.doubleValue() > most
            ? "min"
            : max != null && max.doubleValue() < least ? "max" : null;
    Node node = key == null ? null : section.node(key);
    if (node != null) {
      String range =
          Double.isInfinite(most)
              ? "is never below " + plain(least)
              : "is %s to %s".formatted(plain(least), plain(most));
      reading.invalid(node.position(), "no figure meets this `%s`: it %s".formatted(key, range));
    }
  }

  /** The same, of numbers alone. */
  static @Nullable Limits numeric(Section section, String kind, SpecContext reading) {
    Limits limits = limits(section, kind, reading);
    return limits != null
            && isNumeric(section, "min", limits.min(), reading)
            && isNumeric(section, "max", limits.max(), reading)
        ? limits
        : null;
  }

  private static boolean isNumeric(
      Section section, String key, @Nullable String bound, SpecContext reading) {
    if (bound != null && !NUMBER.matcher(bound).matches()) {
      Node node = section.node(key);
      reading.invalid(
          node == null ? section.position() : node.position(),
          "`" + key + "` must be a number, not `" + bound + "`",
          "write it in digits, such as 10 or 0.5");
      return false;
    }
    return true;
  }

  private static @Nullable BigDecimal number(@Nullable String bound) {
    return bound != null && NUMBER.matcher(bound).matches() ? new BigDecimal(bound) : null;
  }

  private static @Nullable String bound(Section section, String key, SpecContext reading) {
    Node node = section.node(key);
    if (node == null || (node instanceof Scalar broken && broken.isBroken())) {
      return null;
    }
    if (node instanceof Scalar scalar
        && (scalar.isText()
            || scalar.type() == Node.Type.WHOLE
            || scalar.type() == Node.Type.FRACTION)) {
      reading.uses().value(scalar);
      return scalar.text();
    }
    reading.invalid(node.position(), "`" + key + "` must be a value, not " + node.description());
    return null;
  }

  /** As a check without a name is called: {@code mean: {column: a, min: 1}}. */
  static String name(String kind, String about, Limits limits) {
    StringBuilder name = new StringBuilder(kind).append(": {").append(about);
    if (limits.min() != null) {
      name.append(about.isEmpty() ? "" : ", ").append("min: ").append(limits.min());
    }
    if (limits.max() != null) {
      boolean isFirst = about.isEmpty() && limits.min() == null;
      name.append(isFirst ? "" : ", ").append("max: ").append(limits.max());
    }
    return name.append('}').toString();
  }
}
