// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.run;

import dev.sluice.report.text.SafeText;
import dev.sluice.run.runner.RemoteJob;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says where a run is that goes on without this process. */
record JobText(RemoteJob job, String folder) {
  String render() {
    String look =
        "`sluice status %s` shows the run when it ended.%n".formatted(SafeText.escape(folder));
    return job.isTemplate()
        ? "The template is written; nothing runs yet. " + look
        : "Job %s is under way: %s%n%s".formatted(job.id(), job.page(), look);
  }

  Map<String, @Nullable Object> tree() {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("outcome", job.isTemplate() ? "template" : "running");
    tree.put("job", job.isTemplate() ? null : job.id());
    tree.put("page", job.isTemplate() ? null : job.page());
    return tree;
  }
}
