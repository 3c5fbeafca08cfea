// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.yaml;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Position;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces references to variables of the environment in values, once: what a variable holds is not
 * looked through again. Two dollar signs before the brace keep the text as it is.
 */
final class Environment {
  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\$\\{|\\$\\{([A-Za-z_][A-Za-z0-9_]*)}|\\$\\{");

  private final @Nullable Function<String, @Nullable String> variables;
  private final Problems problems;

  /**
   * Replaces by some variables.
   *
   * @param variables null where nothing is a reference
   */
  Environment(@Nullable Function<String, @Nullable String> variables, Problems problems) {
    this.variables = variables;
    this.problems = problems;
  }

  static boolean isReferredTo(String text) {
    return text.contains("${");
  }

  /** The text with its references replaced; null when one cannot be, which is reported. */
  @Nullable String expand(String text, Position position) {
    if (variables == null || !isReferredTo(text)) {
      return text;
    }
    Matcher matcher = REFERENCE.matcher(text);
    StringBuilder expanded = new StringBuilder();
    while (matcher.find()) {
      String name = matcher.group(1);
      String value = matcher.group().equals("$${") ? "${" : value(name, position);
      if (value == null) {
        return null;
      }
      matcher.appendReplacement(expanded, Matcher.quoteReplacement(value));
    }
    return matcher.appendTail(expanded).toString();
  }

  private @Nullable String value(@Nullable String name, Position position) {
    if (name == null) {
      problems.error(
          ErrorCode.INVALID_VALUE,
          position,
          "`${` does not begin a reference like `${NAME}`",
          "write `$${` for the text `${`");
      return null;
    }
    String value = variables == null ? null : variables.apply(name);
    if (value == null) {
      problems.error(
          ErrorCode.ENV_UNSET,
          position,
          "the environment variable `" + name + "` is not set",
          "set it, or write the value here");
      return null;
    }
    if (isReferredTo(value)) {
      problems.error(
          ErrorCode.INVALID_VALUE,
          position,
          "the environment variable `" + name + "` itself holds a `${` reference",
          "references are not followed; put the final value into `" + name + "`");
      return null;
    }
    return value;
  }
}
