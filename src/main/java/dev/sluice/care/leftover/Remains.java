// SPDX-License-Identifier: Apache-2.0
package dev.sluice.care.leftover;

import dev.sluice.care.document.DocumentReader.Read;
import dev.sluice.care.document.LakeDocuments;
import dev.sluice.care.document.NamedFiles;
import dev.sluice.promote.notify.Notices;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What there is of runs that are not kept.
 *
 * @param documents their entries, evidence and notices
 * @param files that only they name
 */
public record Remains(Set<String> documents, Set<String> files) {
  public Remains {
    documents = Set.copyOf(documents);
    files = Set.copyOf(files);
  }

  /**
   * Looks for it.
   *
   * @param papers all documents
   * @param kept those of the runs that are kept
   * @param named the files that these name
   */
  public static Remains of(
      String lake, LakeDocuments papers, LakeDocuments kept, NamedFiles named) {
    LakeDocuments gone = papers.beyond(kept);
    Set<String> documents = new HashSet<>(papers.manifests().past());
    Stream.concat(gone.manifests().intact().values().stream(), gone.failed().stream())
        .map(Read::path)
        .forEach(documents::add);
    long first = kept.marks().horizon().first();
    papers.marks().notices().keySet().stream()
        .filter(number -> number < first)
        .map(number -> "%s/%06d.json".formatted(Notices.FOLDER, number))
        .forEach(documents::add);
    return new Remains(documents, named.beyond(gone));
  }
}
