// SPDX-License-Identifier: Apache-2.0
package dev.sluice.pipeline;

import dev.sluice.error.PipelineException;
import dev.sluice.lake.Commit;
import dev.sluice.lake.Manifest;
import dev.sluice.lake.Manifest.Outcome;
import java.util.List;

/** What remains of a run that trouble stopped before its gates. */
final class Evidence {
  private Evidence() {}

  static Manifest of(Commit.Draft draft, PipelineException trouble) {
    return new Manifest(
        Manifest.VERSION,
        0,
        draft.spec().name(),
        draft.stamp(trouble.code() + ": " + trouble.getMessage()),
        Outcome.FAILED,
        List.of(),
        List.of(),
        "");
  }
}
