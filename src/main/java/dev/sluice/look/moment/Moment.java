// SPDX-License-Identifier: Apache-2.0
package dev.sluice.look.moment;

import dev.sluice.table.log.Manifest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A committed state of a lake that somebody looks at.
 *
 * @param release the number of the release that shows it, where it is looked at as production; else
 *     0
 */
public record Moment(Manifest manifest, long release) {
  /** Whether only what production shows is looked at. */
  public boolean isProduction() {
    return release > 0;
  }

  /** What it is, for people. */
  public String words() {
    String run =
        "run %d (%s, %s)"
            .formatted(manifest.number(), manifest.run().id(), manifest.run().createdAt());
    return isProduction() ? "release %d, %s".formatted(release, run) : run;
  }

  /** What it is, for programs. */
  public Map<String, @Nullable Object> tree() {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("number", manifest.number());
    tree.put("run_id", manifest.run().id());
    tree.put("created_at", manifest.run().createdAt());
    tree.put("release", isProduction() ? release : null);
    return tree;
  }
}
