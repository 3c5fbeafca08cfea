// SPDX-License-Identifier: Apache-2.0
package dev.sluice.pipeline;

import dev.sluice.error.PipelineException;
import dev.sluice.lake.Commit;
import dev.sluice.lake.Manifest;
import dev.sluice.lake.Manifest.Outcome;
import dev.sluice.lake.Manifest.Stamp;
import java.time.Instant;
import java.util.List;

/** What remains of a run that trouble stopped before its gates. */
final class Evidence {
  private Evidence() {}

  static Manifest of(Commit.Draft draft, PipelineException trouble) {
    Stamp stamp =
        new Stamp(
            draft.runId(),
            draft.run().createdAt(),
            draft.startedAt(),
            Instant.now().toString(),
            draft.specDigest(),
            trouble.code() + ": " + trouble.getMessage());
    return new Manifest(
        Manifest.VERSION, 0, draft.spec().name(), stamp, Outcome.FAILED, List.of(), List.of(), "");
  }
}
