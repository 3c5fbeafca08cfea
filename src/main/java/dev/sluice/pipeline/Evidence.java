// SPDX-License-Identifier: Apache-2.0
package dev.sluice.pipeline;

import dev.sluice.batch.Sha256;
import dev.sluice.error.PipelineException;
import dev.sluice.lake.Commit;
import dev.sluice.lake.Commits;
import dev.sluice.lake.Manifest;
import dev.sluice.lake.Manifest.Inputs;
import dev.sluice.lake.Manifest.Outcome;
import dev.sluice.lake.Manifest.Stamp;
import dev.sluice.lake.store.DocumentStore;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What remains of a run that trouble stopped before its gates. */
final class Evidence {
  private Evidence() {}

  /** Of a run that had begun. */
  static void record(Commit.Draft draft, PipelineException trouble) {
    record(draft.run().root(), draft.spec().name(), draft.stamp(reason(trouble)), trouble);
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
            reason(trouble));
    record(request.spec().lake(), request.spec().name(), stamp, trouble);
  }

  private static String reason(PipelineException trouble) {
    return trouble.code() + ": " + trouble.getMessage();
  }

  /** A lake that cannot take the evidence either does not hide the trouble. */
  private static void record(String lake, String pipeline, Stamp stamp, PipelineException trouble) {
    Manifest evidence =
        new Manifest(
            Manifest.VERSION, 0, pipeline, stamp, Outcome.FAILED, List.of(), List.of(), "");
    try {
      Commits.recordFailure(DocumentStore.of(lake), evidence);
    } catch (PipelineException e) {
      trouble.addSuppressed(e);
    }
  }
}
