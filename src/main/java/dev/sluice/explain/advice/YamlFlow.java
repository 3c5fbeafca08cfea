// SPDX-License-Identifier: Apache-2.0
package dev.sluice.explain.advice;

import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Fields;
import dev.sluice.spec.yaml.Node.Items;
import dev.sluice.spec.yaml.Node.Scalar;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes YAML on one line. */
final class YamlFlow {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_/.][\\w/.*!-]*");
  private static final Set<String> WORDS = Set.of("true", "false", "null");

  private YamlFlow() {}

  /** A text, in quotes where it would not be one without. */
  static String text(String text) {
    if (PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT))) {
      return text;
    }
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
              } else if (c == '\t') {
                quoted.append("\\t");
              } else if (c < ' ' || (c > '~' && !Character.isLetterOrDigit(c))) {
                quoted.append(String.format(c > 0xffff ? "\\U%08x" : "\\u%04x", c));
              } else {
                quoted.appendCodePoint(c);
              }
            });
    return quoted.append('"').toString();
  }

  static String texts(Collection<String> texts) {
    return texts.stream().map(YamlFlow::text).collect(Collectors.joining(", ", "[", "]"));
  }

  static String map(Map<String, String> entries) {
    return entries.entrySet().stream()
        .map(each -> text(each.getKey()) + ": " + each.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  /** What a node says. */
  static String of(Node node) {
    if (node instanceof Scalar scalar) {
      return scalar.isText() ? text(scalar.text()) : scalar.text();
    }
    if (node instanceof Items items) {
      return items.items().stream().map(YamlFlow::of).collect(Collectors.joining(", ", "[", "]"));
    }
    return ((Fields) node)
        .fields().stream()
            .map(field -> text(field.name()) + ": " + of(field.value()))
            .collect(Collectors.joining(", ", "{", "}"));
  }
}
