// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery;

import dev.sluice.lake.Manifest;
import dev.sluice.lake.Promoted;
import dev.sluice.lake.TableState;
import dev.sluice.warehouse.History;
import dev.sluice.warehouse.History.Loaded;
import dev.sluice.warehouse.History.Shown;
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
record Change(List<Part> parts, boolean isAnew, List<Loaded> loads, List<Shown> releases) {
  /** A schema, and the manifest it must equal. */
  record Part(String schema, Manifest manifest) {
    List<TableState> tables() {
      return schema.equals(Place.PRODUCTION) ? manifest.published() : manifest.loaded();
    }
  }

  static Change staged(Manifest manifest) {
    return new Change(
        List.of(new Part(Place.STAGING, manifest)), false, List.of(Loaded.of(manifest)), List.of());
  }

  static Change released(Manifest manifest, long release) {
    return new Change(
        List.of(new Part(Place.PRODUCTION, manifest)),
        false,
        List.of(),
        List.of(new Shown(release, manifest.number(), manifest.run().id())));
  }

  static Change anew(History history) {
    List<Part> parts = new ArrayList<>();
    Manifest staged = history.staged();
    if (staged != null) {
      parts.add(new Part(Place.STAGING, staged));
    }
    Promoted shown = history.shown();
    if (shown != null) {
      parts.add(new Part(Place.PRODUCTION, shown.manifest()));
    }
    return new Change(parts, true, history.loads(), history.releases());
  }

  /** The schemas that nobody else may change meanwhile. */
  Set<String> schemas() {
    Set<String> schemas = new TreeSet<>();
    parts.forEach(part -> schemas.add(part.schema()));
    if (isAnew) {
      schemas.addAll(List.of(Place.STAGING, Place.PRODUCTION));
    }
    return schemas;
  }
}
