// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run;

import dev.sluice.promote.Release;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Confirms a release. */
public final class ReleaseText {
  private final Release release;

  public ReleaseText(Release release) {
    this.release = release;
  }

  /** The release for people. */
  public String render() {
    long rows =
        release.tables().values().stream()
            .flatMap(files -> files.stream())
            .mapToLong(Release.ReleaseFile::rows)
            .sum();
    return "production shows release %d: run %s (manifest %d), %s rows in %d tables%n"
        .formatted(
            release.number(),
            release.run().id(),
            release.manifest(),
            Text.number(rows),
            release.tables().size());
  }

  /** The release for programs. */
  public Map<String, @Nullable Object> tree() {
    return Spelled.fields(release, Set.of("tables"));
  }
}
