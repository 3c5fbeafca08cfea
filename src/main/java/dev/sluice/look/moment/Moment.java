// SPDX-License-Identifier: Apache-2.0
package dev.sluice.look.moment;

import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Outcome;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A state of a lake that somebody looks at: a committed one, or what a failed run made.
 *
 * @param release the number of the release that shows it, where it is looked at as production; else
 *     0
 */
public record Moment(Manifest manifest, long release) {
  /** Whether only what production shows is looked at. */
  public boolean isProduction() {
    return release > 0;
  }

  /** Whether no reader but one who asks for it sees it. */
  public boolean isFailed() {
    return manifest.outcome() == Outcome.FAILED;
  }

  /** What it is, for people. */
  public String words() {
    if (isFailed()) {
      return "failed run %s (%s)".formatted(manifest.run().id(), manifest.run().createdAt());
    }
    String run =
        "run %d (%s, %s)"
            .formatted(manifest.number(), manifest.run().id(), manifest.run().createdAt());
    return isProduction() ? "release %d, %s".formatted(release, run) : run;
  }

  /** What it is, for programs. */
  public Map<String, @Nullable Object> tree() {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("number", isFailed() ? null : manifest.number());
    tree.put("run_id", manifest.run().id());
    tree.put("created_at", manifest.run().createdAt());
    tree.put("outcome", manifest.outcome().name().toLowerCase(Locale.ROOT));
    tree.put("release", isProduction() ? release : null);
    return tree;
  }
}
