// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.format;

import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Field;
import dev.sluice.spec.yaml.Node.Fields;
import dev.sluice.spec.yaml.Node.Items;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Problems;
import dev.sluice.spec.yaml.SpecShape;
import dev.sluice.spec.yaml.YamlReader;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Gives a file of YAML one form: two blanks a level, keys in the order of the documentation, an
 * empty line between tables of several lines, no blanks at the ends of lines. Lines stay as they
 * are otherwise, with their comments.
 *
 * <p>Both texts must say the same, and have the same comments; else the file stays.
 */
public final class YamlFormatter {
  private YamlFormatter() {}

  /** Formats {@code pipeline.yaml}. */
  public static Formatted pipeline(String text) {
    return format(text, true);
  }

  /** Formats another file, whose keys have no order. */
  public static Formatted plain(String text) {
    return format(text, false);
  }

  private static Formatted format(String text, boolean isPipeline) {
    Node before = read(text);
    if (before == null) {
      return Formatted.left(text, "it is not one YAML document");
    }
    try {
      String indented = YamlLines.of(text.replace("\r\n", "\n")).indented();
      String ordered = isPipeline ? ordered(indented) : indented;
      String formed = isSame(before, ordered, text) ? ordered : indented;
      String spaced = YamlLines.of(formed).spaced(isPipeline);
      return isSame(before, spaced, text)
          ? Formatted.as(spaced)
          : Formatted.left(text, "its lines cannot be moved without a change of what they say");
    } catch (YamlEngineException e) {
      return Formatted.left(text, "its lines cannot be moved without a change of what they say");
    }
  }

  private static @Nullable Node read(String text) {
    Problems problems = new Problems();
    Node root = YamlReader.readData("", text, problems);
    return problems.hasErrors() ? null : root;
  }

  /** An alias may not come before what it stands for: such keys stay where they are. */
  private static String ordered(String text) {
    try {
      return inOrder(text);
    } catch (YamlEngineException e) {
      return text;
    }
  }

  private static String inOrder(String text) {
    String now = YamlLines.of(text).ordered(List.of(), SpecShape.PIPELINE.names());
    for (String section : List.of("tables", "models")) {
      SpecShape shape = section.equals("tables") ? SpecShape.TABLE : SpecShape.MODEL;
      for (String name : YamlLines.of(now).names(section)) {
        now = YamlLines.of(now).ordered(List.of(section, name), shape.names());
      }
    }
    return now;
  }

  private static boolean isSame(Node before, String after, String text) {
    Node now = read(after);
    return now != null
        && value(before).equals(value(now))
        && comments(text).equals(comments(after));
  }

  /** What a node says, wherever it stands. */
  private static Object value(Node node) {
    if (node instanceof Fields fields) {
      return fields.fields().stream()
          .collect(Collectors.toMap(Field::name, field -> value(field.value()), (a, b) -> b));
    }
    if (node instanceof Items items) {
      return items.items().stream().map(YamlFormatter::value).toList();
    }
    Scalar scalar = (Scalar) node;
    return Map.of(scalar.type(), scalar.text());
  }

  private static List<String> comments(String text) {
    return YamlLines.of(text.replace("\r\n", "\n")).comments();
  }
}
