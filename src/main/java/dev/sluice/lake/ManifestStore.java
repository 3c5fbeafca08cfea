// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lake;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.lake.store.DocumentStore;
import dev.sluice.lake.store.Documents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a lake's manifests back. */
public final class ManifestStore {
  /** Where committed manifests lie, relative to the lake's root. */
  public static final String COMMITTED = "_sluice/manifests";

  /** Where the evidence of failed runs lies, relative to the lake's root. */
  public static final String FAILED = "_sluice/failed";

  private static final Pattern NUMBERED = Pattern.compile("[0-9]{6,}\\.json");
  private static final Pattern NAMED = Pattern.compile(".+\\.json");

  private ManifestStore() {}

  /** Where a manifest lies, relative to the lake's root. */
  public static String path(long number) {
    return COMMITTED + "/%06d.json".formatted(number);
  }

  /** The committed manifests of a lake, newest first; empty when there is no lake yet. */
  public static List<Manifest> committed(String lakeRoot) {
    return read(
        lakeRoot, COMMITTED, NUMBERED, Comparator.comparingLong(Manifest::number).reversed());
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
    return read(
        lakeRoot,
        FAILED,
        NAMED,
        Comparator.comparing((Manifest m) -> m.run().startedAt()).reversed());
  }

  public static byte[] toJson(Manifest manifest) {
    return Documents.write(manifest);
  }

  /**
   * Reads one manifest.
   *
   * @param name its path, for messages
   * @throws PipelineException {@code MANIFEST_INVALID} when it is broken or newer than this version
   */
  public static Manifest fromJson(byte[] json, String name) {
    return Documents.read(json, Manifest.class, name, Manifest.VERSION);
  }

  private static List<String> numbered(String lakeRoot) {
    try {
      return DocumentStore.of(lakeRoot).list(COMMITTED).stream()
          .filter(name -> NUMBERED.matcher(name).matches())
          .sorted(Comparator.comparingInt(String::length).thenComparing(n -> n))
          .toList();
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_READ, "Cannot list " + lakeRoot + "/" + COMMITTED + ": " + e, e);
    }
  }

  private static List<Manifest> read(
      String lakeRoot, String folder, Pattern pattern, Comparator<Manifest> order) {
    List<Manifest> manifests = new ArrayList<>();
    try {
      for (String name : DocumentStore.of(lakeRoot).list(folder)) {
        if (pattern.matcher(name).matches()) {
          open(lakeRoot, folder + "/" + name).ifPresent(each -> manifests.add(each.manifest()));
        }
      }
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_READ, "Cannot list " + lakeRoot + "/" + folder + ": " + e, e);
    }
    manifests.sort(order);
    return List.copyOf(manifests);
  }

  private static Optional<Committed> open(String lakeRoot, String path) {
    try {
      return DocumentStore.of(lakeRoot)
          .read(path)
          .map(
              json -> new Committed(fromJson(json, lakeRoot + "/" + path), Documents.digest(json)));
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_READ, "Cannot read " + lakeRoot + "/" + path + ": " + e, e);
    }
  }
}
