// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.promote;

import dev.sluice.promote.release.Release;
import dev.sluice.report.text.CommandName;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.text.SpecWords;
import dev.sluice.report.view.Report;
import dev.sluice.report.view.View;
import java.util.Set;

/** Confirms a release. */
public final class ReleaseText implements Report {
  private final Release release;
  private final boolean isNew;
  private final String folder;

  /**
   * Text for a release that was made now.
   *
   * @param folder the pipeline's, as it was typed
   */
  public ReleaseText(Release release, String folder) {
    this(release, true, folder);
  }

  /**
   * Text for a release.
   *
   * @param isNew whether it was made now; not when production showed it already
   * @param folder the pipeline's, as it was typed
   */
  public ReleaseText(Release release, boolean isNew, String folder) {
    this.release = release;
    this.isNew = isNew;
    this.folder = CommandName.folder(folder);
  }

  @Override
  public View view() {
    long rows = release.tables().values().stream().mapToLong(Release.ReleasedTable::rows).sum();
    View view =
        new View()
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
    long before = release.number() - 1;
    return !isNew || before == 0
        ? view
        : view.line("")
            .title("next")
            .line("  If that is not what was meant, go back to the release before:")
            .line("    sluice promote rollback%s --to %d --why '…'".formatted(folder, before));
  }
}
