// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.choice;

import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is said beside a spec: on the command line, and by the environment.
 *
 * @param vars variables of the command line, by name
 * @param target the target that is asked for; null to leave it to the environment and the spec
 * @param defer the target whose tables are read where there are none; null to leave it to the spec
 * @param environment its variables; null when unset
 */
public record Choices(
    Map<String, String> vars,
    @Nullable String target,
    @Nullable String defer,
    Function<String, @Nullable String> environment) {
  /** The variable of the environment that names a target. */
  public static final String TARGET = "SLUICE_TARGET";

  public Choices {
    vars = Map.copyOf(vars);
  }

  /** Nothing but what an environment says. */
  public static Choices of(Function<String, @Nullable String> environment) {
    return new Choices(Map.of(), null, null, environment);
  }

  /** The target of the command line, or else of the environment; null for none. */
  @Nullable String asked() {
    String named = environment.apply(TARGET);
    return target != null ? target : named == null || named.isEmpty() ? null : named;
  }

  /** Who asked for it, for messages. */
  String asker() {
    return target != null ? "--target " + target : TARGET + "=" + asked();
  }
}
