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
import dev.sluice.promote.Release;
import dev.sluice.promote.Releases;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.warehouse.Warehouse;
import dev.sluice.warehouse.duckdb.DuckDbWarehouse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Does what follows a commit or a release, as far as it was not done: production shows what needs
 * no approval, and the warehouse mirrors the lake. A crash between a commit and its consequences is
 * healed by the next command; every step may be done twice.
 */
public final class Settle {
  /** Where its mark lies, relative to the lake's root. */
  public static final String PATH = "_sluice/settled.json";

  private Settle() {}

  /**
   * Up to where everything was done.
   *
   * @param version of this format
   * @param manifest the number of the newest manifest
   * @param release the number of the newest release; 0 for none
   */
  record Settled(int version, long manifest, long release) {
    static final int VERSION = 1;
  }

  /** Settles the newest manifest and the newest release. */
  static void newest(PipelineSpec spec) {
    Optional<Committed> newest = ManifestStore.latest(spec.lake());
    if (newest.isEmpty()) {
      return;
    }
    DocumentStore store = DocumentStore.of(spec.lake());
    Releases releases = Releases.of(spec.lake());
    try {
      byte[] before = store.read(PATH).orElse(null);
      long number = newest.get().manifest().number();
      if (!Arrays.equals(before, document(number, releases.number()))) {
        settle(spec, newest.get(), releases);
        boolean unused =
            store.replace(DocumentKind.SETTLED, PATH, before, document(number, releases.number()));
      }
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE, "Cannot write " + spec.lake() + "/" + PATH + ": " + e, e);
    }
  }

  private static byte[] document(long manifest, long release) {
    return Documents.write(new Settled(Settled.VERSION, manifest, release));
  }

  private static void settle(PipelineSpec spec, Committed newest, Releases releases) {
    if (newest.manifest().outcome() == Manifest.Outcome.PUBLISHED) {
      Publisher.publish(spec.lake(), newest);
    }
    releases.show();
    if (spec.warehouse() != null) {
      Warehouse warehouse = new DuckDbWarehouse(Path.of(spec.warehouse().location()));
      warehouse.load(spec.lake(), newest.manifest());
      Optional<Release> shown = releases.newest();
      if (shown.isPresent()) {
        Manifest manifest = ManifestStore.named(spec.lake(), shown.get().manifest()).manifest();
        warehouse.publish(spec.lake(), manifest, shown.get().number());
      }
    }
  }
}
