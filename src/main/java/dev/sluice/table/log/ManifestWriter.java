// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.log;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.store.document.CommitGate;
import dev.sluice.store.document.DocumentKind;
import dev.sluice.store.document.DocumentStore;
import dev.sluice.store.document.DocumentStore.OutcomeUnknownException;
import dev.sluice.table.iceberg.TableChange.Described;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Writes manifests: the one commit point of a run.
 *
 * <p>A manifest is created under its number, or not at all. A commit lands, is refused, or its
 * outcome is unknown; then the document is read back, and when that cannot tell either, nothing is
 * cleaned up. Committing the same run twice returns the first commit.
 */
public final class ManifestWriter {
  private ManifestWriter() {}

  /**
   * Commits: writes the states of the tables that the manifest changes, then the manifest.
   *
   * @param root the lake's
   * @return the manifest that is committed under the run's id: this one, or that of another attempt
   *     at the same run
   * @throws PipelineException COMMIT_REFUSED when another run took the number; COMMIT_UNKNOWN when
   *     nobody can tell; LAKE_WRITE when it certainly failed
   */
  public static Manifest commit(DocumentStore store, String root, Manifest made) {
    return commit(store, root, made, Map.of());
  }

  /**
   * Commits, as {@link #commit(DocumentStore, String, Manifest)}, with what is known of the values
   * of tables that are changed.
   */
  public static Manifest commit(
      DocumentStore store, String root, Manifest made, Map<String, Described> described) {
    Manifest manifest = StateWriter.store(root, made, described);
    byte[] json = ManifestStore.toJson(manifest);
    try {
      if (CommitGate.through(() -> store.create(DocumentKind.MANIFEST, manifest.path(), json))) {
        return manifest;
      }
    } catch (OutcomeUnknownException e) {
      return readBack(store, root, manifest, e);
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE,
          "Cannot write manifest " + manifest.path() + "; nothing was committed: " + e,
          e);
    }
    return settle(there(store, root, manifest), manifest);
  }

  private static Manifest readBack(
      DocumentStore store, String root, Manifest manifest, OutcomeUnknownException lost) {
    for (int attempt = 0; attempt < 3; attempt++) {
      try {
        Optional<byte[]> there = store.read(manifest.path());
        if (there.isPresent()) {
          return Arrays.equals(there.get(), ManifestStore.toJson(manifest))
              ? manifest
              : settle(ManifestStore.fromJson(root, there.get(), manifest.path()), manifest);
        }
      } catch (IOException e) {
        lost.addSuppressed(e);
      }
    }
    throw new PipelineException(
        ErrorCode.COMMIT_UNKNOWN,
        "Whether manifest %s of run %s was written cannot be told: %s. Everything the run made was kept. Run the same command again once the lake answers: it settles this."
            .formatted(manifest.path(), manifest.run().id(), lost.getMessage()),
        lost);
  }

  private static Manifest there(DocumentStore store, String root, Manifest manifest) {
    try {
      return ManifestStore.fromJson(
          root,
          store.read(manifest.path()).orElseThrow(() -> new IOException("it disappeared")),
          manifest.path());
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.MANIFEST_INVALID, "Cannot read manifest " + manifest.path() + ": " + e, e);
    }
  }

  private static Manifest settle(Manifest there, Manifest own) {
    if (there.run().id().equals(own.run().id())) {
      return there;
    }
    throw new PipelineException(
        ErrorCode.COMMIT_REFUSED,
        "Run %s committed manifest %d first; nothing of this run is visible. Run again to build on it."
            .formatted(there.run().id(), own.number()));
  }

  /** Where a failed run's evidence lies, relative to the lake's root. */
  public static String evidence(Manifest failed) {
    return ManifestStore.FAILED + "/" + failed.run().id() + "." + failed.run().attempt() + ".json";
  }

  /** Keeps a held-back run's manifest as evidence, outside the chain. */
  public static void recordFailure(DocumentStore store, Manifest failed) {
    try {
      boolean unused =
          CommitGate.through(
              () ->
                  store.create(
                      DocumentKind.EVIDENCE, evidence(failed), ManifestStore.toJson(failed)));
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE, "Cannot write evidence " + evidence(failed) + ": " + e, e);
    }
  }
}
