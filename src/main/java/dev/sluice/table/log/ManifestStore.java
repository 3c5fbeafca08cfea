// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.log;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.store.document.DocumentStore;
import dev.sluice.store.document.Documents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a lake's manifests back. */
public final class ManifestStore {
  /** Where committed manifests lie, relative to the lake's root. */
  public static final String COMMITTED = "_sluice/log";

  /** Where the evidence of failed runs lies, relative to the lake's root. */
  public static final String FAILED = "_sluice/failed";

  /** Where the manifests of the first format lay. */
  private static final String FIRST_FORMAT = "_sluice/manifests";

  private static final Pattern NUMBERED = Pattern.compile("[0-9]{6,}\\.json");
  private static final Pattern NAMED = Pattern.compile(".+\\.json");

  private ManifestStore() {}

  /** Where a manifest lies, relative to the lake's root. */
  public static String path(long number) {
    return COMMITTED + "/%06d.json".formatted(number);
  }

  /**
   * The committed manifests of a lake, newest first; empty when there is no lake yet.
   *
   * @throws PipelineException {@code MANIFEST_INVALID} when one is missing, broken or foreign
   */
  public static List<Manifest> committed(String lakeRoot) {
    List<Manifest> manifests = new ArrayList<>();
    String previous = "";
    int newest = whole(lakeRoot).size();
    for (long number = 1; number <= newest; number++) {
      Committed each = following(lakeRoot, number, previous);
      manifests.add(each.manifest());
      previous = each.digest();
    }
    Collections.reverse(manifests);
    return List.copyOf(manifests);
  }

  /**
   * As {@link #latest}, for what is to follow it: no number before it is missing, and it is chained
   * to the one before, which is read too. The others are not read.
   *
   * @throws PipelineException {@code MANIFEST_INVALID} when that is not so
   */
  public static Optional<Committed> head(String lakeRoot) {
    long newest = whole(lakeRoot).size();
    if (newest == 0) {
      return Optional.empty();
    }
    String previous = newest == 1 ? "" : named(lakeRoot, newest - 1).digest();
    return Optional.of(following(lakeRoot, newest, previous));
  }

  /** The newest committed manifest, with the digest of its document. */
  public static Optional<Committed> latest(String lakeRoot) {
    List<String> names = numbered(lakeRoot);
    return names.isEmpty()
        ? Optional.empty()
        : open(lakeRoot, COMMITTED + "/" + names.get(names.size() - 1));
  }

  /** A committed manifest by its number. */
  public static Optional<Committed> at(String lakeRoot, long number) {
    return open(lakeRoot, path(number));
  }

  /** A committed manifest that another document names. */
  public static Committed named(String lakeRoot, long number) {
    return at(lakeRoot, number)
        .orElseThrow(
            () ->
                new PipelineException(
                    ErrorCode.MANIFEST_INVALID,
                    "%s/%s is missing, and another document names it. Restore it from a backup; nothing was changed."
                        .formatted(lakeRoot, path(number))));
  }

  /**
   * A manifest with the digest of its document.
   *
   * @param digest SHA-256 in lower-case hex
   */
  public record Committed(Manifest manifest, String digest) {}

  /** The evidence of a lake's failed runs, newest first; empty when there is none. */
  public static List<Manifest> failed(String lakeRoot) {
    List<Manifest> manifests = new ArrayList<>();
    for (String name : names(lakeRoot, FAILED, NAMED)) {
      open(lakeRoot, FAILED + "/" + name).ifPresent(each -> manifests.add(each.manifest()));
    }
    manifests.sort(Comparator.comparing((Manifest m) -> m.run().startedAt()).reversed());
    return List.copyOf(manifests);
  }

  public static byte[] toJson(Manifest manifest) {
    return Documents.write(EntryDocument.of(manifest));
  }

  /**
   * Reads one manifest.
   *
   * @param lakeRoot in which its tables are looked up
   * @param name its path, for messages
   * @throws PipelineException {@code MANIFEST_INVALID} when it is broken or newer than this version
   */
  public static Manifest fromJson(String lakeRoot, byte[] json, String name) {
    return Documents.read(json, EntryDocument.class, name, Manifest.VERSION).manifest(lakeRoot);
  }

  /** A manifest that must be chained to the one before. */
  private static Committed following(String lakeRoot, long number, String previous) {
    Committed found = named(lakeRoot, number);
    if (found.manifest().number() != number || !found.manifest().previous().equals(previous)) {
      throw new PipelineException(
          ErrorCode.MANIFEST_INVALID,
          "%s/%s does not follow the document before it: one of them was removed, replaced or copied in. Restore the folder from a backup; nothing was changed or deleted."
              .formatted(lakeRoot, path(number)));
    }
    return found;
  }

  /** The names of all manifests, of which none is missing. */
  private static List<String> whole(String lakeRoot) {
    List<String> names = numbered(lakeRoot);
    int gap = gap(names);
    if (gap < names.size()) { // a listing may miss what another run commits meanwhile
      names = numbered(lakeRoot);
      gap = gap(names);
    }
    if (gap < names.size()) {
      throw new PipelineException(
          ErrorCode.MANIFEST_INVALID,
          "%s/%s is missing, though %s follows: it was removed, or %3$s was copied in. Restore it from a backup, or move the copy out of the lake; nothing was changed or deleted."
              .formatted(lakeRoot, path(gap + 1L), names.get(gap)));
    }
    return names;
  }

  /** How many names from the first on are without a gap. */
  private static int gap(List<String> names) {
    int count = 0;
    while (count < names.size() && path(count + 1L).endsWith("/" + names.get(count))) {
      count++;
    }
    return count;
  }

  private static List<String> numbered(String lakeRoot) {
    List<String> names = names(lakeRoot, COMMITTED, NUMBERED);
    if (names.isEmpty()) {
      requireNoneOfFirstFormat(lakeRoot);
    }
    return names.stream()
        .sorted(Comparator.comparingInt(String::length).thenComparing(n -> n))
        .toList();
  }

  /** A lake whose manifests listed files themselves is not read any more. */
  private static void requireNoneOfFirstFormat(String lakeRoot) {
    if (!names(lakeRoot, FIRST_FORMAT, NUMBERED).isEmpty()) {
      throw new PipelineException(
          ErrorCode.MANIFEST_INVALID,
          "%s is a lake of the first format, whose manifests lie in %s; this Sluice keeps tables of Iceberg and does not read it. Begin anew: name another `lake` in pipeline.yaml, or move this folder away, and run; the sources are read again. Or go on with the Sluice that wrote it. Nothing was changed."
              .formatted(lakeRoot, FIRST_FORMAT));
    }
  }

  private static List<String> names(String lakeRoot, String folder, Pattern pattern) {
    try {
      return DocumentStore.of(lakeRoot).list(folder).stream()
          .filter(name -> pattern.matcher(name).matches())
          .toList();
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_READ, "Cannot list " + lakeRoot + "/" + folder + ": " + e, e);
    }
  }

  private static Optional<Committed> open(String lakeRoot, String path) {
    try {
      return DocumentStore.of(lakeRoot)
          .read(path)
          .map(
              json ->
                  new Committed(
                      fromJson(lakeRoot, json, lakeRoot + "/" + path), Documents.digest(json)));
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_READ, "Cannot read " + lakeRoot + "/" + path + ": " + e, e);
    }
  }
}
