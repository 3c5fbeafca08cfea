// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.promote;

import dev.sluice.promote.release.Release;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.text.SpecWords;
import dev.sluice.report.view.Report;
import dev.sluice.report.view.View;
import java.util.Set;

/** Confirms a release. */
public final class ReleaseText implements Report {
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

  @Override
  public View view() {
    long rows = release.tables().values().stream().mapToLong(Release.ReleasedTable::rows).sum();
    return new View()
        .values(SpecWords.fields(release, Set.of("tables")))
        .value("note", isNew ? "" : "unchanged")
        .line(
            "production shows release %d%s: run %s (manifest %d), %s in %s%s"
                .formatted(
                    release.number(),
                    isNew ? "" : " already",
                    release.run().id(),
                    release.manifest(),
                    SafeText.count(rows, "row"),
                    SafeText.count(release.tables().size(), "table"),
                    isNew ? "" : "; nothing was done"));
  }
}
