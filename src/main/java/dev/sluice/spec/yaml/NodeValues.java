// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.yaml;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Suggestion;
import dev.sluice.spec.yaml.Node.Field;
import dev.sluice.spec.yaml.Node.Fields;
import dev.sluice.spec.yaml.Node.Items;
import dev.sluice.spec.yaml.Node.Scalar;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads typed values from nodes; what is wrong is reported and null or empty. */
final class NodeValues {
  /** What other tools call a choice. */
  private static final Map<String, String> ELSEWHERE =
      Map.of("upsert", "merge", "overwrite", "replace", "full", "replace", "incremental", "append");

  private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]*)");
  private static final Pattern FRACTION =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]*)?([eE][-+]?[0-9]+)?");
  private static final Pattern TRUTH = Pattern.compile("true|false");

  private final Problems problems;

  NodeValues(Problems problems) {
    this.problems = problems;
  }

  /** What stands for a percentage. */
  private static @Nullable String share(Node node) {
    String text = node instanceof Scalar scalar ? scalar.text() : "";
    return text.matches("\\d{1,2}([.]\\d{1,3})?\\s?%")
        ? "write `%s`".formatted(new BigDecimal(text.replaceAll("[^\\d.]", "")).movePointLeft(2))
        : null;
  }

  /** A number that stands in quotes, or that is none and may be left out. */
  private static @Nullable String number(Node node, String expected) {
    String text = node instanceof Scalar scalar && scalar.isText() ? scalar.text() : "";
    return expected.startsWith("a whole number") && WHOLE.matcher(text).matches()
        ? "write it without quotes: %s".formatted(text)
        : null;
  }

  private void wrongType(Node node, String key, String expected) {
    if (node instanceof Scalar scalar && scalar.isBroken()) {
      return;
    }
    String suggestion =
        expected.startsWith("a text") && node instanceof Scalar s && s.type() != Node.Type.NOTHING
            ? "put it in quotes to make it a text"
            : expected.startsWith("a share") ? share(node) : number(node, expected);
    problems.error(
        ErrorCode.INVALID_VALUE,
        node.position(),
        "`" + key + "` must be " + expected + ", not " + node.description(),
        suggestion);
  }

  @Nullable Scalar text(Node node, String key) {
    if (node instanceof Scalar scalar && scalar.isText()) {
      return scalar;
    }
    wrongType(node, key, "a text");
    return null;
  }

  List<Scalar> texts(Node node, String key) {
    if (node instanceof Scalar scalar && scalar.isText()) {
      return List.of(scalar);
    }
    if (!(node instanceof Items list)) {
      wrongType(node, key, "a text or a list of texts");
      return List.of();
    }
    return list.items().stream()
        .map(item -> text(item, key))
        .filter(Objects::nonNull)
        .<Scalar>map(Objects::requireNonNull)
        .toList();
  }

  List<Node> items(Node node, String key) {
    if (node instanceof Items list) {
      return list.items();
    }
    wrongType(node, key, "a list");
    return List.of();
  }

  List<Field> entries(Node node, String key) {
    if (node instanceof Fields fields) {
      return fields.fields();
    }
    wrongType(node, key, "a map of names");
    return List.of();
  }

  @Nullable Long whole(Node node, String key, long min, long max) {
    String range = max == Long.MAX_VALUE ? "from " + min + " up" : min + " to " + max;
    if (!(node instanceof Scalar scalar)
        || (scalar.type() != Node.Type.WHOLE && !isGiven(scalar, WHOLE))) {
      wrongType(node, key, "a whole number, " + range);
      return null;
    }
    try {
      long value = Long.parseLong(scalar.text());
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // above what a long holds, so outside the range
    }
    wrongType(node, key, "a whole number, " + range);
    return null;
  }

  boolean truth(Node node, String key) {
    if (node instanceof Scalar scalar
        && (scalar.type() == Node.Type.TRUTH || isGiven(scalar, TRUTH))) {
      return scalar.text().equals("true");
    }
    wrongType(node, key, "`true` or `false`");
    return false;
  }

  String truthOr(Node node, String key, String word) {
    if (node instanceof Scalar scalar
        && (scalar.type() == Node.Type.TRUTH
            || isGiven(scalar, TRUTH)
            || scalar.text().equals(word))) {
      return scalar.text();
    }
    wrongType(node, key, "`true`, `false` or `" + word + "`");
    return "false";
  }

  @Nullable Double ratio(Node node, String key) {
    boolean isNumber =
        node instanceof Scalar s
            && (s.type() == Node.Type.WHOLE
                || s.type() == Node.Type.FRACTION
                || isGiven(s, FRACTION));
    if (isNumber) {
      double value = parse(((Scalar) node).text());
      if (value >= 0 && value <= 1) {
        return value;
      }
    }
    wrongType(node, key, "a share from 0 to 1");
    return null;
  }

  /** Whether variables hold what is asked. */
  private static boolean isGiven(Scalar scalar, Pattern asked) {
    return scalar.type() == Node.Type.GIVEN && asked.matcher(scalar.text()).matches();
  }

  private static double parse(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN; // .nan and .inf: outside every range
    }
  }

  @Nullable String choice(Node node, SpecKey key) {
    String value = node instanceof Scalar scalar ? word(scalar) : null;
    if (value == null) {
      wrongType(node, key.name(), "one of " + Suggestion.list(key.values()));
      return null;
    }
    if (key.values().contains(value)) {
      return value;
    }
    boolean isPlanned = key.planned().contains(value);
    problems.error(
        ErrorCode.INVALID_VALUE,
        node.position(),
        isPlanned
            ? "`" + key.name() + ": " + value + "` is not available yet"
            : "`"
                + key.name()
                + "` must be one of "
                + Suggestion.list(key.values())
                + ", not "
                + node.description(),
        isPlanned ? null : meant(value, key));
    return null;
  }

  private static @Nullable String meant(String value, SpecKey key) {
    String same = ELSEWHERE.get(value.toLowerCase(Locale.ROOT));
    return same != null && key.values().contains(same)
        ? "did you mean `" + same + "`?"
        : Suggestion.nearest(value, key.values());
  }

  /** The word of a choice: {@code null} is one of them, and means what it says. */
  private static @Nullable String word(Scalar scalar) {
    return scalar.isText() || scalar.text().equals("null") ? scalar.text() : null;
  }
}
