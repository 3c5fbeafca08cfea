// SPDX-License-Identifier: Apache-2.0
package dev.sluice.launch;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.spec.parse.choice.Choices;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what a launch says beside a spec, as one text for each parameter. */
final class LaunchChoices {
  private static final String COMMA = "(?<!\\\\),";

  private LaunchChoices() {}

  /**
   * The choices of a launch.
   *
   * @param target null or empty to leave it to the environment and the spec
   * @param variables {@code NAME=VALUE,…}, a comma in a value after a backslash; null for none
   * @throws PipelineException INVALID_VALUE when a part of them is no {@code NAME=VALUE}
   */
  static Choices of(@Nullable String target, @Nullable String variables) {
    boolean isNamed = target != null && !target.isEmpty();
    return new Choices(variables(variables), isNamed ? target : null, null, System::getenv);
  }

  private static Map<String, String> variables(@Nullable String text) {
    Map<String, String> variables = new LinkedHashMap<>();
    if (text == null || text.isEmpty()) {
      return variables;
    }
    for (String each : text.split(COMMA, -1)) {
      int equals = each.indexOf('=');
      if (equals < 1) {
        throw new PipelineException(
            ErrorCode.INVALID_VALUE,
            "`--var=%s`: `%s` is no NAME=VALUE; several are parted by commas, and a comma in a value is written `\\,`"
                .formatted(text, each));
      }
      variables.put(
          each.substring(0, equals).strip(), each.substring(equals + 1).replace("\\,", ","));
    }
    return variables;
  }
}
