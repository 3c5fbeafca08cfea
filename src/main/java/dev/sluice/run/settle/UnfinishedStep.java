// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.settle;

import dev.sluice.error.PipelineException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What follows a commit or a release and could not be done yet; the next command does it. */
public record UnfinishedStep(Step step, PipelineException trouble) {
  /** What follows, in this order. */
  public enum Step {
    /** The checks in the warehouse find nothing against the run. */
    CHECKS,
    /** The lake's {@code production} shows what is released. */
    PRODUCTION,
    /** The warehouse shows what the lake does. */
    WAREHOUSE,
    /** The message is sent. */
    NOTICE,
    /** The catalog of lineage is told. */
    LINEAGE,
    /** Figures are written. */
    METRICS,
    /** The page of the run is written; `sluice report` does it. */
    REPORT
  }

  /** Whether a step is among those that are left. */
  public static boolean isLeft(List<UnfinishedStep> all, Step step) {
    return all.stream().anyMatch(each -> each.step() == step);
  }

  /**
   * What happened, what is left, why, and what to do.
   *
   * @param done what was done, as a sentence begins with it
   */
  public String sentence(String done) {
    String why = String.valueOf(trouble.getMessage()).strip();
    String end = why.endsWith(".") || why.endsWith("!") ? "" : ".";
    return switch (step) {
      case CHECKS ->
          "%s, but its release is held back: %s%s Production shows what it showed before. Correct the source or the SQL and run again; every command asks anew."
              .formatted(done, why, end);
      case PRODUCTION ->
          "%s, but production in the lake does not show it yet: %s%s The same command again finishes it."
              .formatted(done, why, end);
      case WAREHOUSE ->
          "%s, but the warehouse is behind: %s%s The next `sluice run` or `sluice promote releases` brings it up."
              .formatted(done, why, end);
      case REPORT ->
          "%s, but its report could not be written: %s%s `sluice report --again` writes it."
              .formatted(done, why, end);
      case NOTICE -> why + end;
      case LINEAGE, METRICS ->
          "%s, but %s%s The next run tells it.".formatted(done, decapitalized(why), end);
    };
  }

  private static String decapitalized(String sentence) {
    return sentence.isEmpty()
        ? sentence
        : Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
  }

  /** The same for programs. */
  Map<String, @Nullable Object> tree() {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("step", step.name().toLowerCase(Locale.ROOT));
    tree.put("code", trouble.code().name());
    tree.put("message", String.valueOf(trouble.getMessage()));
    return tree;
  }

  /** All of them for programs. */
  public static List<Map<String, @Nullable Object>> trees(List<UnfinishedStep> all) {
    return all.stream().map(UnfinishedStep::tree).toList();
  }
}
