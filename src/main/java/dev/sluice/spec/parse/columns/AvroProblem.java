// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.columns;

import dev.sluice.error.issue.Position;
import dev.sluice.error.issue.Suggestion;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with an Avro schema, where in it, and what was meant.
 *
 * @param position where the author says the schema's name, when it cannot be told where in it
 */
record AvroProblem(Position position, String message, @Nullable String suggestion) {
  private static final Pattern PLACE = Pattern.compile("line (\\d+), column (\\d+)");
  private static final Pattern FIELD = Pattern.compile("^Field '([^']+)'");
  private static final Pattern UNKNOWN = Pattern.compile("Undefined schema: (\\w+)");
  private static final Pattern TWICE = Pattern.compile("Duplicate field (\\w+) in record");
  private static final Pattern DEFAULT = Pattern.compile("Invalid default for field (\\w+):");
  private static final Pattern WORD = Pattern.compile(" is a '([^']+)'");

  private static final List<String> TYPES =
      List.of(
          "null", "boolean", "int", "long", "float", "double", "bytes", "string", "record", "enum",
          "array", "map", "fixed");

  /**
   * Finds the place of a problem.
   *
   * @param name of the file
   * @param text of it
   * @param use where the spec names it
   * @param problem a sentence of {@code AvroSchemas}
   */
  static AvroProblem of(String name, String text, Position use, String problem) {
    if (!isSchema(text)) {
      return new AvroProblem(use, "`" + name + "`: " + problem, null);
    }
    int at = offset(text, problem);
    Position position = at >= 0 ? position(name, text, at) : place(name, problem);
    if (position == null) {
      return new AvroProblem(use, "`" + name + "`: " + problem, null);
    }
    Matcher unknown = UNKNOWN.matcher(problem);
    if (unknown.find()) {
      String word = unknown.group(1);
      return new AvroProblem(
          position,
          "`" + word + "` is no type of Avro, and no record of this schema",
          Suggestion.nearestOr(word, "types are ", TYPES));
    }
    int end = problem.lastIndexOf("; ");
    return end < 0
        ? new AvroProblem(position, problem, null)
        : new AvroProblem(
            position, problem.substring(0, end), problem.substring(end + 2).replaceAll("[.]$", ""));
  }

  /** Of another file nothing is shown: it may hold anything. */
  private static boolean isSchema(String text) {
    return text.stripLeading().startsWith("{") && text.contains("\"fields\"");
  }

  /** The 0-based offset of what is wrong; negative when it cannot be told. */
  private static int offset(String text, String problem) {
    Matcher twice = TWICE.matcher(problem);
    if (twice.find()) {
      int first = name(text, twice.group(1), 0);
      return first < 0 ? first : name(text, twice.group(1), first + 1);
    }
    Matcher unknown = UNKNOWN.matcher(problem);
    if (unknown.find()) {
      return text.indexOf("\"" + unknown.group(1) + "\"");
    }
    Matcher wrong = DEFAULT.matcher(problem);
    if (wrong.find()) {
      return after(text, name(text, wrong.group(1), 0), "\"default\"");
    }
    Matcher field = FIELD.matcher(problem);
    if (!field.find()) {
      return -1;
    }
    String path = field.group(1);
    int at = name(text, path.substring(path.lastIndexOf('.') + 1), 0);
    Matcher word = WORD.matcher(problem);
    return word.find() ? after(text, at, "\"" + word.group(1) + "\"") : at;
  }

  private static int after(String text, int from, String word) {
    int at = from < 0 ? -1 : text.indexOf(word, from);
    return at < 0 ? from : at;
  }

  /** Where a field's name stands. */
  private static int name(String text, String name, int from) {
    Matcher named =
        Pattern.compile("\"name\"\\s*:\\s*(\"" + Pattern.quote(name) + "\")").matcher(text);
    return named.find(from) ? named.start(1) : -1;
  }

  private static @Nullable Position place(String name, String problem) {
    Matcher place = PLACE.matcher(problem);
    return place.find()
        ? new Position(name, Integer.parseInt(place.group(1)), Integer.parseInt(place.group(2)))
        : null;
  }

  private static Position position(String name, String text, int at) {
    int line = (int) text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
    return new Position(name, line, at - text.lastIndexOf('\n', at - 1));
  }
}
