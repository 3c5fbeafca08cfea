// SPDX-License-Identifier: Apache-2.0
package dev.sluice.care.verify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.care.document.DocumentReader;
import dev.sluice.care.document.DocumentReader.Read;
import dev.sluice.care.document.DocumentSeries;
import dev.sluice.care.document.LakeDocuments;
import dev.sluice.outbox.Outbox;
import dev.sluice.promote.decision.Decision;
import dev.sluice.promote.decision.Decision.Subject;
import dev.sluice.promote.release.Release;
import dev.sluice.promote.release.Releases;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Compares what documents say of one another: so the loss of the newest of a chain is found. */
public final class DocumentReferences {
  private final DocumentReader reader;
  private final LakeDocuments papers;
  private final List<String> notes = new ArrayList<>();
  private final Set<String> missing = new HashSet<>();

  private DocumentReferences(DocumentReader reader, LakeDocuments papers) {
    this.reader = reader;
    this.papers = papers;
  }

  /** Notes broken references as problems; the result is what is unfinished but sound. */
  public static List<String> check(DocumentReader reader, LakeDocuments papers) {
    DocumentReferences references = new DocumentReferences(reader, papers);
    references.manifests();
    references.settled();
    references.current();
    return List.copyOf(references.notes);
  }

  private void manifests() {
    papers
        .releases()
        .intact()
        .values()
        .forEach(r -> manifest(r, r.document().manifest(), r.document().run().digest()));
    shown();
    for (Read<Decision> decision : papers.marks().decisions().intact().values()) {
      Subject subject = decision.document().subject();
      manifest(decision, subject.manifest(), subject.digest());
    }
    papers
        .marks()
        .deliveries()
        .forEach(
            (path, mark) -> {
              OptionalLong number = Outbox.manifest(path);
              if (number.isEmpty()) {
                return; // of failed runs
              }
              if (mark.document().path("manifest").asLong() == number.getAsLong()) {
                manifest(mark, number.getAsLong(), "");
              } else {
                reader.invalid(
                    path,
                    "The document is about another run than its name says: it was copied in. Restore it from a backup; nothing was changed or deleted.");
              }
            });
  }

  /** What production shows stays whatever else goes. */
  private void shown() {
    Read<Release> newest = papers.releases().intact().get(papers.releases().newest());
    if (newest != null) {
      long number = newest.document().manifest();
      boolean isGone =
          number < papers.marks().horizon().first()
              && !papers.marks().horizon().keeps(number)
              && !papers.manifests().intact().containsKey(number);
      if (isGone) {
        missing(DocumentSeries.MANIFESTS.path(number), newest.path());
      }
    }
  }

  /** A manifest that another document names, by its digest unless that is empty. */
  private void manifest(Read<?> by, long number, String digest) {
    if (number > papers.manifests().newest()) {
      missing(DocumentSeries.MANIFESTS.path(number), by.path());
    }
    Read<?> manifest = papers.manifests().intact().get(number);
    if (manifest != null && !digest.isEmpty() && !manifest.digest().equals(digest)) {
      reader.invalid(
          manifest.path(),
          "The manifest is not the one that %s names: it was replaced. Restore it from a backup; nothing was changed or deleted."
              .formatted(by.path()));
    }
  }

  private void missing(String path, String by) {
    if (!missing.add(path)) {
      return;
    }
    reader.invalid(
        path,
        "The document is missing, but %s names it. Restore it from a backup; nothing was changed or deleted."
            .formatted(by));
  }

  private void settled() {
    Optional<Read<JsonNode>> settled = papers.marks().settled();
    if (settled.isPresent()) {
      manifest(settled.get(), settled.get().document().path("manifest").asLong(), "");
      long release = settledRelease();
      if (release > papers.releases().newest()) {
        missing(DocumentSeries.RELEASES.path(release), settled.get().path());
      }
    }
  }

  private long settledRelease() {
    return papers.marks().settled().map(s -> s.document().path("release").asLong()).orElse(0L);
  }

  /**
   * Between a release and its being shown, production shows the one before: a crash leaves that.
   */
  private void current() {
    long newest = papers.releases().newest();
    Read<Release> release = papers.releases().intact().get(newest);
    Optional<Read<Release>> current = papers.marks().current();
    boolean isBroken =
        reader.problems().stream().anyMatch(each -> each.file().equals(Releases.CURRENT));
    if (release == null || isBroken || current.map(c -> isNewest(c, release)).orElse(false)) {
      return;
    }
    boolean isEarlier =
        current
            .map(
                c ->
                    papers.releases().intact().values().stream()
                        .anyMatch(r -> r.digest().equals(c.digest())))
            .orElse(true);
    if (isEarlier && settledRelease() < newest) {
      notes.add(
          "Release %d is made, but production does not show it yet: the next run or `sluice promote releases` finishes it."
              .formatted(newest));
    } else {
      reader.invalid(
          Releases.CURRENT,
          "The document is missing or no copy of %s, the newest release. Move it away: the next run or `sluice promote releases` makes it anew."
              .formatted(release.path()));
    }
  }

  private static boolean isNewest(Read<Release> current, Read<Release> release) {
    return current.digest().equals(release.digest())
        || current.document().number() > release.document().number();
  }
}
