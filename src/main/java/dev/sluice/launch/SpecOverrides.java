// SPDX-License-Identifier: Apache-2.0
package dev.sluice.launch;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.error.issue.Suggestion;
import dev.sluice.spec.Layout;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.policy.Policies;
import dev.sluice.spec.policy.PublishSpec;
import dev.sluice.spec.yaml.SpecKey;
import dev.sluice.spec.yaml.SpecShape;
import dev.sluice.store.Sha256;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What of a spec is different this time.
 *
 * @param mode null for what the spec says
 * @param approve null for what the spec says
 */
record SpecOverrides(@Nullable String mode, @Nullable String approve) {
  /**
   * The spec with the overrides in their places.
   *
   * @throws PipelineException INVALID_VALUE for a value that the spec would not take either
   */
  PipelineSpec over(PipelineSpec spec) {
    Layout layout = spec.layout();
    if (isGiven(mode)) {
      String word = word(SpecShape.PIPELINE, "mode", mode);
      layout = layout.in(Layout.Mode.valueOf(word));
    }
    Policies policies = spec.policies();
    if (isGiven(approve)) {
      String word = word(SpecShape.PUBLISH, "approve", approve);
      PublishSpec publish = spec.publish().approvedBy(PublishSpec.Approve.valueOf(word));
      policies = policies.publishing(publish);
    }
    return new PipelineSpec(
        spec.name(),
        spec.folder(),
        spec.lake(),
        spec.warehouse(),
        spec.tables(),
        spec.models(),
        policies,
        layout);
  }

  /** The digest of a spec with these overrides: another one, for another thing is run. */
  String digest(String ofSpec) {
    return isGiven(mode) || isGiven(approve) ? Sha256.of(ofSpec + "\n" + this) : ofSpec;
  }

  private static boolean isGiven(@Nullable String value) {
    return value != null && !value.isEmpty();
  }

  private static String word(SpecShape shape, String name, @Nullable String value) {
    SpecKey key =
        shape.keys().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    String word = String.valueOf(value);
    if (key.values().contains(word)) {
      return word.toUpperCase(Locale.ROOT);
    }
    throw new PipelineException(
        ErrorCode.INVALID_VALUE,
        key.planned().contains(word)
            ? "`--%s=%s` is not available yet".formatted(name, word)
            : "`--%s` must be one of %s, not `%s`"
                .formatted(name, Suggestion.list(key.values()), word));
  }
}
