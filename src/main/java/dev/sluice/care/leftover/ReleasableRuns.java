// SPDX-License-Identifier: Apache-2.0
package dev.sluice.care.leftover;

import dev.sluice.care.document.DocumentReader.Read;
import dev.sluice.care.document.LakeDocuments;
import dev.sluice.promote.decision.Decisions;
import dev.sluice.promote.release.Release;
import dev.sluice.table.log.Manifest;
import java.util.Set;
import java.util.stream.Collectors;

/** Which manifests production may still come to show for the first time. */
public final class ReleasableRuns {
  private ReleasableRuns() {}

  public static Set<Long> of(String lake, LakeDocuments papers) {
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
