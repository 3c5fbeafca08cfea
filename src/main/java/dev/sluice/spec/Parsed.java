// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec;

import dev.sluice.error.issue.Issue;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A spec, or what is wrong with it; never a half-built spec.
 *
 * @param spec null when there is an error among the issues
 * @param issues in the order of their positions; may hold warnings beside a spec
 * @param texts the files that were read, by the name positions use, for showing lines
 * @param digest SHA-256 over those files, in hex
 */
public record Parsed(
    @Nullable PipelineSpec spec, List<Issue> issues, Map<String, String> texts, String digest) {
  public Parsed {
    issues = List.copyOf(issues);
    texts = Map.copyOf(texts);
  }
}
