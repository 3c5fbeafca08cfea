// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.receive;

import dev.sluice.plan.epoch.EpochDecision.Verdict;
import dev.sluice.plan.epoch.HeldEpoch.Input;
import dev.sluice.plan.epoch.HeldEpochs;
import dev.sluice.plan.epoch.LeftForLater;
import dev.sluice.promote.decision.Decisions;
import dev.sluice.promote.release.Release;
import dev.sluice.promote.release.Releases;
import dev.sluice.source.message.PartitionPath;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.LakeTables;
import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.log.ManifestStore.Committed;
import dev.sluice.table.notes.SourceFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far the inboxes of a lake were read, as its log, its releases and its held epochs say. */
final class InboxPositions {
  private final @Nullable Manifest base;
  private final @Nullable Manifest released;
  private final List<HeldEpochs.Entry> epochs;
  private final LeftForLater later;

  private InboxPositions(PipelineSpec spec) {
    String lake = spec.lake();
    this.base = Decisions.of(lake).base().map(Committed::manifest).orElse(null);
    long shown = Releases.of(lake).newest().map(Release::manifest).orElse(0L);
    this.released =
        shown == 0
            ? null
            : base != null && base.number() == shown
                ? base
                : ManifestStore.named(lake, shown).manifest();
    this.epochs = HeldEpochs.of(lake).all();
    this.later = LeftForLater.of(epochs, null);
  }

  /** As they are now. */
  static InboxPositions of(PipelineSpec spec) {
    return new InboxPositions(spec);
  }

  /** The offset up to which an inbox was read, whatever became of that. */
  long read(TableSpec table, String id) {
    long taken = Math.max(position(base, table, id), position(released, table, id));
    return Math.max(taken, later.behind(table, id, path -> true));
  }

  /** The offset up to which it is committed for good: no run builds on less any more. */
  long released(TableSpec table, String id) {
    return Math.min(position(base, table, id), position(released, table, id));
  }

  /** Whether an epoch that is held, or released and not read again, had read such offsets. */
  boolean isHeld(TableSpec table, String id, long from, long to) {
    return epochs.stream()
        .filter(each -> each.decision() == null || each.decision().verdict() != Verdict.DISCARD)
        .flatMap(each -> each.epoch().inputs().getOrDefault(table.name(), List.of()).stream())
        .filter(input -> input.log().equals(id) && input.from() < to && input.bytes() > from)
        .anyMatch(input -> !isReadAgain(table, id, input));
  }

  private boolean isReadAgain(TableSpec table, String id, Input input) {
    String range = PartitionPath.of(input.path()).range(input.from(), input.bytes());
    return sources(released, table).stream()
        .anyMatch(
            file ->
                file.digest().equals(id)
                    && PartitionPath.range(file.path()).equals(PartitionPath.range(range)));
  }

  private static long position(@Nullable Manifest manifest, TableSpec table, String id) {
    return sources(manifest, table).stream()
        .filter(file -> file.isLog() && file.digest().equals(id))
        .filter(file -> PartitionPath.range(file.path()).isEmpty())
        .mapToLong(SourceFile::bytes)
        .max()
        .orElse(0);
  }

  private static List<SourceFile> sources(@Nullable Manifest manifest, TableSpec table) {
    return manifest == null
        ? List.of()
        : manifest.table(LakeTables.raw(table.name())).map(TableState::sources).orElse(List.of());
  }
}
