// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan.sources;

import dev.sluice.letters.book.LetterBook;
import dev.sluice.promote.decision.Decisions;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.log.ManifestStore.Committed;
import dev.sluice.table.past.Horizon;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Opens the dead letters of a pipeline's lake, as its next run would find them. */
public final class OpenLetters {
  private OpenLetters() {}

  /**
   * Opens the letters; those of a run that was held back when it is asked for by its id.
   *
   * @param runs that are asked for
   * @param folders into which a query may write, besides reading the lake
   * @return empty when there is no run yet
   */
  public static Optional<LetterBook> of(
      PipelineSpec spec, List<String> runs, List<String> folders) {
    return heldBack(spec.lake(), runs)
        .or(() -> Decisions.of(spec.lake()).base().map(Committed::manifest))
        .map(manifest -> LetterBook.open(spec, manifest, folders));
  }

  /** The evidence of a run that no later attempt committed. */
  private static Optional<Manifest> heldBack(String lake, List<String> runs) {
    if (runs.isEmpty()) {
      return Optional.empty();
    }
    Set<String> committed =
        ManifestStore.committed(lake).stream().map(m -> m.run().id()).collect(Collectors.toSet());
    Horizon.of(lake).past(lake).values().forEach(past -> committed.add(past.id()));
    return ManifestStore.failed(lake).stream()
        .filter(m -> runs.contains(m.run().id()) && !committed.contains(m.run().id()))
        .filter(m -> !m.tables().isEmpty())
        .findFirst();
  }
}
