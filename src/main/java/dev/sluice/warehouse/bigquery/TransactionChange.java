// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery;

import dev.sluice.table.TableState;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.PromotedManifest;
import dev.sluice.warehouse.LoadHistory;
import dev.sluice.warehouse.LoadHistory.Loaded;
import dev.sluice.warehouse.LoadHistory.Shown;
import dev.sluice.warehouse.bigquery.client.DatasetPlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one transaction changes.
 *
 * @param isAnew whether everything is loaded again, whatever the ledger says
 * @param loads rows for the ledger
 * @param releases rows for the ledger
 */
record TransactionChange(
    List<Part> parts, boolean isAnew, List<Loaded> loads, List<Shown> releases) {
  /** A schema, and the manifest it must equal. */
  record Part(String schema, Manifest manifest) {
    List<TableState> tables() {
      return schema.equals(DatasetPlace.PRODUCTION) ? manifest.published() : manifest.loaded();
    }
  }

  static TransactionChange staged(Manifest manifest) {
    return new TransactionChange(
        List.of(new Part(DatasetPlace.STAGING, manifest)),
        false,
        List.of(Loaded.of(manifest)),
        List.of());
  }

  static TransactionChange released(Manifest manifest, long release) {
    return new TransactionChange(
        List.of(new Part(DatasetPlace.PRODUCTION, manifest)),
        false,
        List.of(),
        List.of(new Shown(release, manifest.number(), manifest.run().id())));
  }

  static TransactionChange anew(LoadHistory history) {
    List<Part> parts = new ArrayList<>();
    Manifest staged = history.staged();
    if (staged != null) {
      parts.add(new Part(DatasetPlace.STAGING, staged));
    }
    PromotedManifest shown = history.shown();
    if (shown != null) {
      parts.add(new Part(DatasetPlace.PRODUCTION, shown.manifest()));
    }
    return new TransactionChange(parts, true, history.loads(), history.releases());
  }

  /** The schemas that nobody else may change meanwhile. */
  Set<String> schemas() {
    Set<String> schemas = new TreeSet<>();
    parts.forEach(part -> schemas.add(part.schema()));
    if (isAnew) {
      schemas.addAll(List.of(DatasetPlace.STAGING, DatasetPlace.PRODUCTION));
    }
    return schemas;
  }
}
