// SPDX-License-Identifier: Apache-2.0
package dev.sluice.pipeline.audit;

import dev.sluice.lake.Manifest;
import dev.sluice.pipeline.audit.Reader.Read;
import dev.sluice.promote.Decisions;
import dev.sluice.promote.Release;
import java.util.Set;
import java.util.stream.Collectors;

/** Which manifests production may still come to show for the first time. */
final class Releasable {
  private Releasable() {}

  static Set<Long> of(String lake, Papers papers) {
    long published =
        papers.releases().intact().values().stream()
            .map(Read::document)
            .filter(release -> release.kind() == Release.Kind.PUBLISH)
            .mapToLong(Release::manifest)
            .max()
            .orElse(0);
    Decisions decisions = Decisions.of(lake);
    return papers.manifests().intact().tailMap(published, false).values().stream()
        .map(Read::document)
        .filter(manifest -> !decisions.isVoid(manifest))
        .map(Manifest::number)
        .collect(Collectors.toSet());
  }
}
