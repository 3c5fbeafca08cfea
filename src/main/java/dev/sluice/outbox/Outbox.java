// SPDX-License-Identifier: Apache-2.0
package dev.sluice.outbox;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.store.Sha256;
import dev.sluice.store.document.DocumentKind;
import dev.sluice.store.document.DocumentStore;
import dev.sluice.store.document.Documents;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.log.ManifestStore.Committed;
import dev.sluice.table.log.ManifestWriter;
import dev.sluice.table.past.Horizon;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells one receiver how runs ended: the committed ones in their order, and among them those that
 * failed; each at least once. A run is marked after the receiver took what it was told, so that a
 * crash between the two tells it again, and what could not be told is told by the next call.
 *
 * <p>Costs two listings, and reads what was not told yet.
 */
public final class Outbox {
  /** Where the marks of the messages to {@code notify} lie, relative to the lake's root. */
  public static final String NOTICES = "_sluice/notices";

  /** Where the marks of what was sent to {@code lineage} lie. */
  public static final String LINEAGE = "_sluice/lineage";

  /** All of them. */
  public static final List<String> FOLDERS = List.of(NOTICES, LINEAGE);

  /** What runs had ended before the first was told. */
  private static final String EARLIER = "earlier.json";

  /** After every time that a document says. */
  private static final String END_OF_TIME = "~";

  private static final String FAILED = "failed-";
  private static final String SUFFIX = ".json";
  private static final Pattern NUMBERED = Pattern.compile("[0-9]{6,18}\\.json");

  private final String root;
  private final String folder;

  /**
   * That of one receiver.
   *
   * @param folder of its marks, one of {@link #FOLDERS}
   */
  public Outbox(String lakeRoot, String folder) {
    this.root = lakeRoot;
    this.folder = folder;
  }

  /**
   * Runs that had ended before the first was told, of which nothing is to be told.
   *
   * @param version of this format
   * @param manifest the number of the last one that was committed; 0 for none
   * @param failed names of the evidence of those that failed
   */
  record Earlier(int version, long manifest, List<String> failed) {
    static final int VERSION = 1;
  }

  /** Where the mark of a committed run lies in a folder of marks. */
  public static String mark(String folder, long manifest) {
    return folder + "/%06d".formatted(manifest) + SUFFIX;
  }

  /** The number of the committed run of a mark; empty for what is none of those. */
  public static OptionalLong manifest(String mark) {
    String name = mark.substring(mark.lastIndexOf('/') + 1);
    return NUMBERED.matcher(name).matches()
        ? OptionalLong.of(Long.parseLong(name.substring(0, name.indexOf('.'))))
        : OptionalLong.empty();
  }

  /** Where the mark of a failed run lies in a folder of marks. */
  public static String mark(String folder, Manifest failed) {
    return folder + "/" + FAILED + name(failed);
  }

  /**
   * Tells what was not told yet; in a lake without marks, of the newest committed run, and of those
   * that failed after it. Of runs that are no longer kept there is nothing to tell.
   *
   * @return how many runs were told
   * @throws PipelineException what the receiver throws; that run and later ones are told by the
   *     next call
   */
  public int deliver(Receiver receiver) {
    Optional<Committed> latest = ManifestStore.latest(root);
    Set<String> marks = new HashSet<>(names(folder));
    Earlier earlier = earlier(marks, latest);
    Deque<Manifest> failed = new ArrayDeque<>(failed(marks, Set.copyOf(earlier.failed())));
    int told = 0;
    long newest = latest.map(c -> c.manifest().number()).orElse(0L);
    for (long n = last(marks, earlier) + 1; n <= newest; n++) {
      Committed run = ManifestStore.named(root, n);
      told += before(run.manifest().run().finishedAt(), failed, receiver);
      mark(mark(folder, n), n, receiver.tell(run.manifest(), run.digest()));
      told++;
    }
    return told + before(END_OF_TIME, failed, receiver);
  }

  /** Tells of the runs that failed before a time. */
  private int before(String time, Deque<Manifest> failed, Receiver receiver) {
    int told = 0;
    while (!failed.isEmpty() && failed.getFirst().run().finishedAt().compareTo(time) < 0) {
      Manifest run = failed.removeFirst();
      mark(mark(folder, run), 0, receiver.tell(run, digest(run)));
      told++;
    }
    return told;
  }

  /** How the evidence of a failed run is called. */
  private static String name(Manifest failed) {
    String evidence = ManifestWriter.evidence(failed);
    return evidence.substring(evidence.lastIndexOf('/') + 1);
  }

  private static String digest(Manifest failed) {
    return Sha256.of(ManifestStore.toJson(failed));
  }

  /** The number of the last committed run of which nothing is to be told. */
  private long last(Set<String> marks, Earlier earlier) {
    long told =
        marks.stream()
            .map(Outbox::manifest)
            .flatMapToLong(OptionalLong::stream)
            .max()
            .orElse(earlier.manifest());
    return Math.max(told, Horizon.of(root).first() - 1);
  }

  /** The failed runs that are owed, oldest first. */
  private List<Manifest> failed(Set<String> marks, Set<String> earlier) {
    return names(ManifestStore.FAILED).stream()
        .filter(name -> !earlier.contains(name) && !marks.contains(FAILED + name))
        .flatMap(name -> ManifestStore.failed(root, name).stream())
        .sorted(Comparator.comparing((Manifest run) -> run.run().finishedAt()))
        .toList();
  }

  /** Notes, before the first is told, which runs had ended before. */
  private Earlier earlier(Set<String> marks, Optional<Committed> latest) {
    String path = folder + "/" + EARLIER;
    if (marks.contains(EARLIER)) {
      return known(path);
    }
    String since = latest.map(c -> c.manifest().run().finishedAt()).orElse("");
    List<String> before =
        names(ManifestStore.FAILED).isEmpty()
            ? List.of()
            : ManifestStore.failed(root).stream()
                .filter(run -> run.run().finishedAt().compareTo(since) < 0)
                .map(Outbox::name)
                .toList();
    long newest = latest.map(c -> c.manifest().number()).orElse(0L);
    Earlier earlier = new Earlier(Earlier.VERSION, Math.max(0, newest - 1), before);
    write(path, earlier);
    return earlier;
  }

  private Earlier known(String path) {
    byte[] json =
        reading(path, () -> DocumentStore.of(root).read(path))
            .orElseThrow(
                () ->
                    new PipelineException(
                        ErrorCode.LAKE_READ,
                        "Cannot read %s/%s: it is gone".formatted(root, path)));
    return Documents.read(json, Earlier.class, root + "/" + path, Earlier.VERSION);
  }

  private List<String> names(String of) {
    return reading(of, () -> DocumentStore.of(root).list(of)).stream()
        .filter(name -> name.endsWith(SUFFIX))
        .toList();
  }

  private void mark(String path, long manifest, String id) {
    write(path, new DeliveryMark(DeliveryMark.VERSION, manifest, id, Instant.now().toString()));
  }

  private void write(String path, Object document) {
    try {
      boolean unused =
          DocumentStore.of(root).create(DocumentKind.NOTICE, path, Documents.write(document));
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE, "Cannot write %s/%s: %s".formatted(root, path, e), e);
    }
  }

  /** What may fail as a file may. */
  private interface Reading<T> {
    T read() throws IOException;
  }

  private <T> T reading(String path, Reading<T> reading) {
    try {
      return reading.read();
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_READ, "Cannot read %s/%s: %s".formatted(root, path, e), e);
    }
  }
}
