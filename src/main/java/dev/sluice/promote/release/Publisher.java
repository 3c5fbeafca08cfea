// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.release;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.promote.decision.Attribution;
import dev.sluice.promote.release.Release.Kind;
import dev.sluice.promote.release.Release.ReleasedTable;
import dev.sluice.promote.sign.Signers;
import dev.sluice.store.document.Chain.Entry;
import dev.sluice.store.document.Failpoints;
import dev.sluice.store.document.Failpoints.Step;
import dev.sluice.store.object.ObjectStore;
import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore.Committed;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Makes a manifest's tables visible in the lake's {@code production} folder.
 *
 * <p>A release's document points to the states of the tables, and {@code production/current.json}
 * is replaced in one atomic step: a reader who starts from it sees the old release or the new one
 * for all tables, never a mixture. Publishing the same manifest again changes nothing, and finishes
 * what a crash left undone. Earlier releases stay.
 */
public final class Publisher {
  private final String root;
  private final Releases releases;
  private final Signers signers;

  private Publisher(String lakeRoot, Signers signers) {
    this.root = lakeRoot;
    this.releases = Releases.of(lakeRoot);
    this.signers = signers;
  }

  /**
   * Publishes a manifest that needs no approval.
   *
   * <p>Does nothing when it, or a newer one, was published before: a slow run never takes
   * production back, nor does a manifest come back that was rolled back.
   *
   * @return the newest release
   */
  public static Release publish(String lakeRoot, Committed manifest, Signers signers) {
    return new Publisher(lakeRoot, signers).publish(manifest);
  }

  /** The release that production shows; empty before the first one. */
  public static Optional<Release> current(String lakeRoot) {
    return Releases.of(lakeRoot).current();
  }

  private Release publish(Committed manifest) {
    while (true) {
      Optional<Release> newest = releases.newest();
      if (newest.isPresent() && releases.published() >= manifest.manifest().number()) {
        releases.show();
        return newest.get();
      }
      Attribution made = new Attribution(Instant.now().toString(), Attribution.AUTO, "");
      Optional<Release> release =
          release(new Wanted(manifest, Kind.PUBLISH, made), newest.map(Release::number).orElse(0L));
      if (release.isPresent()) {
        return release.get();
      }
    }
  }

  /** What is to be released. */
  public record Wanted(Committed manifest, Kind kind, Attribution made) {}

  /**
   * Releases a manifest after the release with a number, as one atomic step.
   *
   * @return empty, with production as it was, when another release came first
   */
  public static Optional<Release> release(
      String lakeRoot, Wanted wanted, long after, Signers signers) {
    return new Publisher(lakeRoot, signers).release(wanted, after);
  }

  private Optional<Release> release(Wanted wanted, long after) {
    Manifest manifest = wanted.manifest().manifest();
    if (manifest.outcome() == Manifest.Outcome.FAILED) {
      throw new PipelineException(
          ErrorCode.INTERNAL,
          "Run " + manifest.run().id() + " failed; there is nothing to publish");
    }
    Optional<Entry<Release>> base = releases.newestEntry();
    if (base.map(entry -> entry.document().number()).orElse(0L) != after) {
      return Optional.empty();
    }
    releases.requireSigned(signers);
    signers.requireKey();
    releases.show(); // the next layout follows from that of the release before
    UnchangedFiles.require(root, wanted, base.map(Entry::document));
    sync(manifest);
    Release release =
        new Release(
            Release.VERSION,
            after + 1,
            wanted.kind(),
            manifest.number(),
            new Release.Run(
                manifest.run().id(), wanted.manifest().digest(), manifest.run().createdAt()),
            wanted.made(),
            tables(manifest, after + 1, base.map(Entry::document)),
            base.map(Entry::digest).orElse(""));
    if (!releases.append(release, signers)) {
      return Optional.empty();
    }
    releases.show();
    return Optional.of(release);
  }

  private static Map<String, ReleasedTable> tables(
      Manifest manifest, long number, Optional<Release> base) {
    Map<String, ReleasedTable> before = base.map(Release::tables).orElse(Map.of());
    Map<String, ReleasedTable> tables = new TreeMap<>();
    for (TableState table : manifest.published()) {
      String name = table.table();
      tables.put(name, ReleasedTable.of(table, number, before.get(name)));
    }
    return tables;
  }

  /** Whoever committed the manifest may have been killed before its name was on disk. */
  private void sync(Manifest manifest) {
    try {
      Failpoints.around(
          Step.RELEASE_FILES, () -> ObjectStore.of(root).sync(List.of(manifest.path())));
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE,
          "Cannot publish run %s in %s: %s. Production shows what it did."
              .formatted(manifest.run().id(), root, e),
          e);
    }
  }
}
