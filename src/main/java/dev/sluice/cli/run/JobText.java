// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.run;

import dev.sluice.report.text.CommandName;
import dev.sluice.report.view.Report;
import dev.sluice.report.view.View;
import dev.sluice.run.runner.RemoteJob;

/** Says where a run is that goes on without this process. */
record JobText(RemoteJob job, String folder) implements Report {
  @Override
  public View view() {
    boolean isTemplate = job.isTemplate();
    View view =
        new View()
            .value("outcome", isTemplate ? "template" : "running")
            .value("job", isTemplate ? null : job.id())
            .value("page", isTemplate ? null : job.page());
    String look =
        "`sluice status%s` shows the run when it ended.".formatted(CommandName.folder(folder));
    return isTemplate
        ? view.line("The template is written; nothing runs yet. " + look)
        : view.line("Job %s is under way: %s".formatted(job.id(), job.page())).line(look);
  }
}
