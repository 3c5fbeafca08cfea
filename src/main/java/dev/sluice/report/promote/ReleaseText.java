// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.promote;

import dev.sluice.promote.release.Release;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.text.SpecWords;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Confirms a release. */
public final class ReleaseText {
  private final Release release;
  private final boolean isNew;

  public ReleaseText(Release release) {
    this(release, true);
  }

  /**
   * Text for a release.
   *
   * @param isNew whether it was made now; not when production showed it already
   */
  public ReleaseText(Release release, boolean isNew) {
    this.release = release;
    this.isNew = isNew;
  }

  /** The release for people. */
  public String render() {
    long rows =
        release.tables().values().stream()
            .flatMap(files -> files.stream())
            .mapToLong(Release.ReleaseFile::rows)
            .sum();
    return "production shows release %d%s: run %s (manifest %d), %s rows in %d tables%s%n"
        .formatted(
            release.number(),
            isNew ? "" : " already",
            release.run().id(),
            release.manifest(),
            SafeText.number(rows),
            release.tables().size(),
            isNew ? "" : "; nothing was done");
  }

  /** The release for programs. */
  public Map<String, @Nullable Object> tree() {
    Map<String, @Nullable Object> tree = SpecWords.fields(release, Set.of("tables"));
    tree.put("note", isNew ? "" : "unchanged");
    return tree;
  }
}
