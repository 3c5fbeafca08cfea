// SPDX-License-Identifier: Apache-2.0
package dev.sluice.pipeline;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.lake.Manifest;
import dev.sluice.lake.ManifestStore;
import dev.sluice.lake.ManifestStore.Committed;
import dev.sluice.lake.store.DocumentKind;
import dev.sluice.lake.store.DocumentStore;
import dev.sluice.lake.store.Documents;
import dev.sluice.promote.Publisher;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.warehouse.Warehouse;
import dev.sluice.warehouse.duckdb.DuckDbWarehouse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Does what follows a commit, as far as it was not done: the warehouse is loaded, production shows
 * what needs no approval. A crash between a commit and its consequences is healed by the next
 * command; every step may be done twice.
 */
final class Settle {
  private static final String PATH = "_sluice/settled.json";

  private Settle() {}

  /**
   * Up to which manifest everything was done.
   *
   * @param version of this format
   */
  record Settled(int version, long manifest) {
    static final int VERSION = 1;
  }

  /** Settles the newest manifest. */
  static void newest(PipelineSpec spec) {
    Optional<Committed> newest = ManifestStore.latest(spec.lake());
    if (newest.isEmpty()) {
      return;
    }
    DocumentStore store = DocumentStore.of(spec.lake());
    try {
      byte[] before = store.read(PATH).orElse(null);
      byte[] after =
          Documents.write(new Settled(Settled.VERSION, newest.get().manifest().number()));
      if (!Arrays.equals(before, after)) {
        settle(spec, newest.get().manifest());
        boolean unused = store.replace(DocumentKind.SETTLED, PATH, before, after);
      }
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE, "Cannot write " + spec.lake() + "/" + PATH + ": " + e, e);
    }
  }

  private static void settle(PipelineSpec spec, Manifest manifest) {
    boolean isPublished = manifest.outcome() == Manifest.Outcome.PUBLISHED;
    if (isPublished) {
      Publisher.publish(spec.lake(), manifest);
    }
    if (spec.warehouse() != null) {
      Warehouse warehouse = new DuckDbWarehouse(Path.of(spec.warehouse().location()));
      warehouse.load(spec.lake(), manifest);
      if (isPublished) {
        warehouse.publish(spec.lake(), manifest, manifest.number());
      }
    }
  }
}
