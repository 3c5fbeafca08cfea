// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse;

import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.PromotedManifest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a lake's documents say of its past: all that a warehouse that followed it knows.
 *
 * @param loads every committed run, oldest first
 * @param releases every release, oldest first
 * @param staged the newest manifest; null before the first
 * @param shown the newest release; null before the first
 */
public record LoadHistory(
    List<Loaded> loads,
    List<Shown> releases,
    @Nullable Manifest staged,
    @Nullable PromotedManifest shown) {
  public LoadHistory {
    loads = List.copyOf(loads);
    releases = List.copyOf(releases);
  }

  /** A manifest that schema {@code staging} was equal to. */
  public record Loaded(long number, String runId, Manifest.Outcome outcome, String createdAt) {
    public static Loaded of(Manifest manifest) {
      return new Loaded(
          manifest.number(), manifest.run().id(), manifest.outcome(), manifest.run().createdAt());
    }
  }

  /**
   * A release that schema {@code production} was equal to.
   *
   * @param manifest the number of the manifest whose tables it shows
   */
  public record Shown(long number, long manifest, String runId) {}
}
