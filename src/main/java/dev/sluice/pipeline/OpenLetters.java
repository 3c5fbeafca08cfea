// SPDX-License-Identifier: Apache-2.0
package dev.sluice.pipeline;

import dev.sluice.lake.Manifest;
import dev.sluice.lake.ManifestStore;
import dev.sluice.lake.ManifestStore.Committed;
import dev.sluice.lake.letters.LetterBook;
import dev.sluice.promote.Decisions;
import dev.sluice.spec.PipelineSpec;
import java.util.List;
import java.util.Optional;

/** Opens the dead letters of a pipeline's lake, as its next run would find them. */
public final class OpenLetters {
  private OpenLetters() {}

  /**
   * Opens the letters; those of a run that was held back when it is asked for by its id or attempt.
   *
   * @param runs that are asked for
   * @param folders into which a query may write, besides reading the lake
   * @return empty when there is no run yet
   */
  public static Optional<LetterBook> of(
      PipelineSpec spec, List<String> runs, List<String> folders) {
    Optional<Manifest> heldBack =
        ManifestStore.failed(spec.lake()).stream()
            .filter(m -> runs.contains(m.run().id()) || runs.contains(m.run().attempt()))
            .filter(m -> !m.tables().isEmpty())
            .findFirst();
    return heldBack
        .or(() -> Decisions.of(spec.lake()).base().map(Committed::manifest))
        .map(manifest -> LetterBook.open(spec, manifest, folders));
  }
}
