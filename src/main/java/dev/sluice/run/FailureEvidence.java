// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run;

import dev.sluice.commit.Commit;
import dev.sluice.error.PipelineException;
import dev.sluice.plan.RunRequest;
import dev.sluice.store.Sha256;
import dev.sluice.store.document.DocumentStore;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Inputs;
import dev.sluice.table.log.Manifest.Outcome;
import dev.sluice.table.log.Manifest.Stamp;
import dev.sluice.table.log.ManifestWriter;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What remains of a run that trouble stopped before its gates. */
final class FailureEvidence {
  private FailureEvidence() {}

  /** Of a run that had begun. */
  static void record(Commit.Draft draft, PipelineException trouble) {
    record(draft.run().root(), draft.spec().name(), draft.stamp(trouble.reason()), trouble);
  }

  /** Of a run that could not begin. */
  static void record(RunRequest request, PipelineException trouble) {
    String now = Instant.now().toString();
    String attempt = UUID.randomUUID().toString().substring(0, 8);
    Instant asked = request.createdAt();
    Stamp stamp =
        new Stamp(
            Sha256.of(request.spec().name() + request.specDigest()).substring(0, 12),
            attempt,
            asked == null ? now : asked.toString(),
            now,
            now,
            request.specDigest(),
            Inputs.UNKNOWN,
            trouble.reason());
    record(request.spec().lake(), request.spec().name(), stamp, trouble);
  }

  /** A lake that cannot take the evidence either does not hide the trouble. */
  private static void record(String lake, String pipeline, Stamp stamp, PipelineException trouble) {
    Manifest evidence =
        new Manifest(
            Manifest.VERSION, 0, pipeline, stamp, Outcome.FAILED, List.of(), List.of(), "");
    try {
      ManifestWriter.recordFailure(DocumentStore.of(lake), evidence);
    } catch (PipelineException e) {
      trouble.addSuppressed(e);
    }
  }
}
